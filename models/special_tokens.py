"""This file is where Qwen's own special tokens are: those of Qwen2-VL and Qwen2.5-VL, by the names people gave them.

The markers of the task (FFR paper) are in models.prompt_wording.
"""

TURN_START, TURN_END = "<|im_start|>", "<|im_end|>"
"""Around what somebody says: who it is stands on the first line."""

SEEN_FROM, SEEN, SEEN_TO = "<|vision_start|>", "<|image_pad|>", "<|vision_end|>"
"""A picture is as many SEEN as it has tokens, between the other two."""

PAD = "<|endoftext|>"
"""Fills rows up; ends a text."""

SPECIAL = (
    *(PAD, TURN_START, TURN_END, "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>", "<|box_end|>"),
    *("<|quad_start|>", "<|quad_end|>", SEEN_FROM, SEEN_TO, "<|vision_pad|>", SEEN, "<|video_pad|>"),
)
"""All of them, in the order of their ids."""
