"""This file is where the segmenter's loss is: the marginal likelihood of all true antecedents, and of togetherness."""

from typing import Any

from models.training.segmenter_data import Batch

_NEVER = -1e4


def loss_of(model: Any, windows: Batch, device: str) -> Any:
    """A scalar: how surprised the model is, per utterance, by what each goes on from, and by who belongs together."""
    import torch

    given = {name: torch.from_numpy(values).to(device) for name, values in windows._asdict().items()}
    scores = model(given["tokens"], given["signs"], given["pair_signs"], given["mask"])
    labels, new = given["labels"].long(), given["new"]
    n = labels.shape[1]
    marked = labels >= 0
    earlier = torch.ones(n, n, dtype=torch.bool, device=labels.device).tril(-1)
    candidates = earlier & marked[:, None, :]
    same = (labels[:, :, None] == labels[:, None, :]) & candidates & marked[:, :, None]
    return _links(scores.links, (candidates, same), new, marked) + _together(
        scores.together, (candidates, same), marked
    )


def _links(links: Any, pairs: tuple[Any, Any], new: Any, marked: Any) -> Any:
    """Lee et al. 2017: any earlier utterance of the same fragment is right; of the first of a fragment, `new`."""
    import torch

    candidates, same = pairs
    allowed = torch.cat([candidates, torch.ones_like(marked).unsqueeze(-1)], -1)
    right = torch.cat([same, (new > 0).unsqueeze(-1)], -1)
    # Utterances whose fragment began before the window, and has nothing in it, cannot be learnt from.
    usable = marked & right.any(-1)
    odds = links.masked_fill(~allowed, _NEVER)
    surprise = odds.logsumexp(-1) - odds.masked_fill(~right, _NEVER).logsumexp(-1)
    return (surprise * usable).sum() / usable.sum().clamp(min=1)


def _together(together: Any, pairs: tuple[Any, Any], marked: Any) -> Any:
    """Cross entropy of each pair; near pairs weigh more, all pairs of an utterance weigh one."""
    import torch
    from torch.nn import functional

    candidates, same = pairs
    places = torch.arange(together.shape[1], device=together.device)
    nearness = (places[:, None] - places[None, :]).clamp(min=1).to(together.dtype).rsqrt()
    weights = (candidates & marked[:, :, None]).to(together.dtype) * nearness
    weights = weights / (weights.sum(-1, keepdim=True) + 1e-6)
    surprise = functional.binary_cross_entropy_with_logits(together, same.to(together.dtype), reduction="none")
    return (surprise * weights).sum() / marked.sum().clamp(min=1)
