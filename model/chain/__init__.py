"""The links of `model.evaluate`: each joins catalogue, scenario and physics for one part."""
