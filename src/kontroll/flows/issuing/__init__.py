"""Reports on their way from draft to issue: checked by another, vouched for, numbered, frozen, and corrected by another issue."""
