"""Commands: what is typed in a terminal. They read arguments, call a flow and print what it says."""
