"""Waiting notices become letters, and letters are sent."""
