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
    flare_edge: float,
    above: Array,
    calm: Array,
) -> None:
    """Work out how likely each score is, and a week without a flare.

    Parameters
    ----------
    latent : array (n_batch, n_morning, WIDTH)
        Latent values of the mornings of each future. [points]
    inverse_sd : array (n_batch, WIDTH)
        One over the sd of a score. [1 / points]
    edges : array (n_edge,)
        Latent values at which a score changes. [points]
    flare_edge : float
        Latent value above which the score is a flare. [points]
    above : array (n_morning, n_edge + 1, WIDTH)
        Sums over the batches of the chance to lie above each edge, and above `flare_edge`.
    calm : array (n_batch, WIDTH)
        Chance of no flare on any morning.
    """
    n_morning, n_edge = latent.shape[1], edges.size
    for b in range(latent.shape[0]):
        scale = load(inverse_sd, b)
        none = fill(1.0)
        for h in range(n_morning):
            eta = load(latent, (b, h))
            for k in range(n_edge):
                chance = quick_cdf((eta - edges[k]) * scale)
                store(above, (h, k), load(above, (h, k)) + chance)
            chance = quick_cdf((eta - flare_edge) * scale)
            store(above, (h, n_edge), load(above, (h, n_edge)) + chance)
            none = none * (1.0 - chance)
        store(calm, b, none)
