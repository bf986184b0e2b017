"""Runs calls of PyTorch and describes what they return.

Standard input is JSON, a list of {"setup": [...], "call": "..."}; standard output is a list with one
description for each: the printed text, and the numbers of the returned tensor or tensors.
"""

import ast
import contextlib
import io
import json
import math
import sys

import torch
from torch import nn
from torch.nn import functional as F


def last_value(source, scope):
    """Runs statements and returns the value of the last one."""
    tree = ast.parse(source)
    last = tree.body.pop()
    exec(compile(tree, "setup", "exec"), scope)
    return eval(compile(ast.Expression(last.value), "call", "eval"), scope)


def numbers(value, scope):
    """The numbers of a tensor or of a list of tensors; of the whole weight if the tensor is a part of it."""
    tensors = value if isinstance(value, (list, tuple)) else [value]
    if not all(isinstance(tensor, torch.Tensor) for tensor in tensors):
        return {"value": value if isinstance(value, (int, float)) else None}
    weight = scope.get("w")
    if weight is not None and len(tensors) == 1 and tensors[0].storage().data_ptr() == weight.storage().data_ptr():
        tensors = [weight]
    flat = torch.cat([tensor.detach().reshape(-1) for tensor in tensors]).double()
    return {
        "count": flat.numel(),
        "mean": flat.mean().item(),
        "std": math.sqrt((flat - flat.mean()).square().mean().item()),
        "largest": flat.abs().max().item(),
    }


def described(task):
    torch.manual_seed(1)
    scope = {"torch": torch, "nn": nn, "F": F, "math": math}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for line in task["setup"]:
            exec(line, scope)
        result = numbers(last_value(task["call"], scope), scope)
        for line in task.get("after", []):
            exec(line, scope)
    return {**result, "printed": printed.getvalue().strip()}


json.dump([described(task) for task in json.load(sys.stdin)], sys.stdout)
