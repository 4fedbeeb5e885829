"""Write a package to its folder: completely, or not at all."""
