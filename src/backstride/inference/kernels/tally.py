"""Tally: from latent mornings to the chances of scores, eight futures side by side."""

from __future__ import annotations

from backstride.inference.kernels.arrays import Array
from backstride.inference.kernels.compiling import entry
from backstride.inference.kernels.lanes import fill, load, store
from backstride.inference.kernels.normal import quick_cdf


@entry
def tally_scores(
    latent: Array,
    inverse_sd: Array,
    edges: Array,
    preference: Array,
    first_flare: int,
    sums: Array,
    calm: Array,
) -> None:
    """Work out how likely each score is, and a week without a flare.

    Parameters
    ----------
    latent : array (n_batch, n_morning, WIDTH)
        Latent values of the mornings of each future. [points]
    inverse_sd : array (n_batch, WIDTH)
        One over the sd of a score. [1 / points]
    edges : array (n_score - 1,)
        Latent values at which the score changes. [points]
    preference : array (n_score,)
        How willingly each score is used.
    first_flare : int
        Place of the lowest score that is a flare; `n_score` for none.
    sums : array (n_morning, n_score, WIDTH)
        Sums over the batches of the chance of each score.
    calm : array (n_batch, WIDTH)
        Chance of no flare on any morning.
    """
    n_morning, n_score = latent.shape[1], preference.size
    for b in range(latent.shape[0]):
        scale = load(inverse_sd, b)
        none = fill(1.0)
        for h in range(n_morning):
            eta = load(latent, (b, h))
            total, lower = fill(1e-300), fill(0.0)
            above = fill(1.0)
            for k in range(n_score):
                higher = fill(0.0)
                if k < n_score - 1:
                    higher = quick_cdf((eta - edges[k]) * scale)
                total = total + preference[k] * (above - higher)
                if k < first_flare:
                    lower = lower + preference[k] * (above - higher)
                above = higher
            inverse = 1.0 / total
            above = fill(1.0)
            for k in range(n_score):
                higher = fill(0.0)
                if k < n_score - 1:
                    higher = quick_cdf((eta - edges[k]) * scale)
                chance = preference[k] * (above - higher) * inverse
                store(sums, (h, k), load(sums, (h, k)) + chance)
                above = higher
            none = none * lower * inverse
        store(calm, b, none)
