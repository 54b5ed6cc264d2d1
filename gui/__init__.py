"""The window: shows answers, computes no physics."""
