"""Chains: where eight chains of the exact sampler stand."""

from __future__ import annotations

from typing import NamedTuple

from backstride.inference.kernels.arrays import Array


class Chains(NamedTuple):
    """Where eight chains stand.

    Parameters
    ----------
    point : array (WIDTH, n_theta)
        Hyper-parameters in prior sds.
    rigid, trial_rigid : array (WIDTH,)
        1 where the dose is proportional and nothing is late, whatever shape and delay of the
        point say; of the present and of the proposed point.
    rigid_share : array (1,)
        Prior probability of that.
    mean, sd : array (n_theta,)
        Prior of the hyper-parameters.
    walk : array (n_theta, n_theta)
        Lower root of the random walk's covariance. [prior sd]
    felt : array (n_row, WIDTH)
        Scores before rounding, y*.
    eta : array (n_row, WIDTH)
        Latent value behind each score.
    path : array (2, n_state, WIDTH)
        Flare and drift of each day. [points]
    accepted : array (4, WIDTH)
        Accepted walks, jumps of either sort and score walks.
    trial, theta : array (WIDTH, n_theta)
        A proposed point, and the natural logs of whatever point is being looked at.
    density : array (2, WIDTH)
        Log density of y* at the present and at the proposed point.
    normals : array (n_coefficient + 2 * n_state, WIDTH)
        Room for standard normals.
    works : array (n_measure, WIDTH)
        1 where a measure does something, else 0.
    """

    point: Array
    rigid: Array
    trial_rigid: Array
    rigid_share: Array
    mean: Array
    sd: Array
    walk: Array
    felt: Array
    eta: Array
    path: Array
    accepted: Array
    trial: Array
    theta: Array
    density: Array
    normals: Array
    works: Array
