"""Questions asked of `model.evaluate`: they know what a row means, the physics doesn't."""
