"""What computes Qwen2-VL and Qwen2.5-VL with torch, on a GPU or on the CPU, for models.transformers_reader.

`checkpoint` and `adapter` say whether a folder is whole, `tokens`, `patches` and `positions` turn a prompt into
numbers, `devices` and `network` say who computes and load, `batch` computes several prompts side by side.
"""
