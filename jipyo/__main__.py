"""`python -m jipyo`: the same as the command `jipyo`."""

from jipyo.cli import main

if __name__ == "__main__":
    main()
