"""Sampler: NUTS on one stored diary, in a process of its own.

``python -m bench.nuts`` starts ``python -m bench.nuts.sampler NAME OUT.json`` for every diary.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final

os.environ["XLA_FLAGS"] = (
    "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1 "
    "--xla_cpu_parallel_codegen_split_count=1"
)

import jax
import numpy as np
from numpy.typing import NDArray
from numpyro.infer import NUTS
from numpyro.infer.initialization import init_to_uniform

from backstride.inference.gibbs import effective_draws, split_rhat
from backstride.inference.priors import Priors
from bench.nuts.diary import Diary, diary_of, read_reference
from bench.nuts.model import effect_28d, latent, model
from bench.nuts.sampled import Sampled

N_CHAIN: Final = 2
TARGET_ACCEPTANCE: Final = 0.9
SEED: Final = 20_260_922
_QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)


def cpu_seconds() -> float:
    """Return the CPU time of this process, its threads and its ended children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


@contextmanager
def timing(into: list[float]) -> Iterator[None]:
    """Add CPU and wall time [s] of the block to `into`."""
    cpu, wall = cpu_seconds(), time.perf_counter()
    yield
    into[0] += cpu_seconds() - cpu
    into[1] += time.perf_counter() - wall


def sample(diary: Diary, *, centred: bool, n_warmup: int, n_sample: int) -> Sampled:
    """Run the chains one after the other; parameters as for `model.latent` and `Sampled`."""
    priors = Priors()
    kernel = NUTS(
        partial(model, centred=centred),
        target_accept_prob=TARGET_ACCEPTANCE,
        init_strategy=init_to_uniform(radius=0.5),
    )

    def start(chain: int) -> Any:
        key = jax.random.fold_in(jax.random.key(SEED), chain)
        return kernel.init(key, n_warmup, None, model_args=(diary, priors), model_kwargs={})

    def step(state: Any, _: None) -> tuple[Any, dict[str, Any]]:
        state = kernel.sample(state, (diary, priors), {})
        found = latent(diary, priors, state.z, centred=centred)
        seen = {"effect": effect_28d(diary, found), "theta": found.theta, "beta": found.beta}
        return state, {**seen, "diverging": state.diverging, "num_steps": state.num_steps}

    making, running = [0.0, 0.0], [0.0, 0.0]
    with timing(making):
        chain = jax.jit(partial(jax.lax.scan, step, xs=None, length=n_warmup + n_sample))
        compiled = chain.lower(start(0)).compile()
    chains = []
    for number in range(N_CHAIN):
        with timing(running):
            chains.append(jax.device_get(compiled(start(number))[1]))
    kept = {name: np.stack([c[name][n_warmup:] for c in chains]) for name in chains[0]}
    return _summarise(kept, n_warmup, making, running)


def _summarise(
    kept: dict[str, NDArray[Any]], n_warmup: int, making: list[float], running: list[float]
) -> Sampled:
    """Summarise arrays (n_chain, n_sample, ...)."""
    effect = kept["effect"]
    others = np.concatenate([kept["theta"], kept["beta"]], axis=2)
    return Sampled(
        mean=float(effect.mean()),
        sd=float(effect.std()),
        quantiles=[float(q) for q in np.quantile(effect, _QUANTILES)],
        ess=effective_draws(effect),
        rhat=split_rhat(effect),
        ess_least=min(effective_draws(others[:, :, k]) for k in range(others.shape[2])),
        n_chain=effect.shape[0],
        n_sample=effect.shape[1],
        n_warmup=n_warmup,
        divergences=int(kept["diverging"].sum()),
        gradients=float(kept["num_steps"].mean()),
        cpu_s=running[0],
        wall_s=running[1],
        compile_cpu_s=making[0],
        compile_wall_s=making[1],
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def main() -> None:
    """Sample one stored diary and write what came of it."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("name")
    options.add_argument("out", type=Path)
    options.add_argument("--warmup", type=int, default=600)
    options.add_argument("--draws", type=int, default=2000)
    options.add_argument("--flares", action="store_true", help="move flares instead of pain")
    chosen = options.parse_args()
    jax.config.update("jax_enable_x64", True)
    sampled = sample(
        diary_of(read_reference(chosen.name)),
        centred=not chosen.flares,
        n_warmup=chosen.warmup,
        n_sample=chosen.draws,
    )
    chosen.out.write_text(json.dumps(asdict(sampled)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
