"""Google's emulators on this machine: where their programs are, running them, and the resources in them."""
