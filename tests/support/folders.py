"""Small packages to write, and the content of folders."""

import hashlib
import json
import os


def package(**files):
    """Files of a package with their lock; `__` in a name ends a folder."""
    content = {name.replace("__", "/") + ".py": text.encode() for name, text in files.items()}
    digests = {path: f"sha256:{hashlib.sha256(data).hexdigest()}" for path, data in content.items()}
    return {**content, "opgen.lock": json.dumps({"files": digests}).encode()}


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def tree(folder):
    """The bytes of each file; of a link, where it leads."""
    return {
        path.relative_to(folder).as_posix(): os.fsencode(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() or path.is_symlink()
    }
