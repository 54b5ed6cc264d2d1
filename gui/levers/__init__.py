"""The levers: what a planner decides and believes, generated from `model.scenario`."""
