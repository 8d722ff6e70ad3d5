"""``python -m backstride``: the same as the ``backstride`` command."""

from backstride.cli.main import run

if __name__ == "__main__":
    run()
