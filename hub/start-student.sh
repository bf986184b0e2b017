#!/usr/bin/env bash
# Starts a student's server. JupyterHub calls it instead of `jupyterhub-singleuser`, with the same arguments.
# The lessons that the student does not have yet are copied to the home folder; a lesson that is there is never touched.
set -euo pipefail

home=$(cd "$(dirname "$0")/.." && pwd)
mine=$HOME/initlab
mkdir -p "$mine/notebooks/solutions"

# Notebooks find the library, and the kernel its settings, in the folder above them.
ln -sfn "$home/node_modules" "$mine/node_modules"
cp "$home/package.json" "$mine/package.json"

copy_missing() {
  for lesson in "$home/$1"/*.ipynb; do
    copy=$mine/$1/${lesson##*/}
    # A part of a copy must not look like a lesson, if the disk is full or the server is stopped.
    [ -e "$copy" ] || { install -m u=rw,go= "$lesson" "$copy.part" && mv -n "$copy.part" "$copy"; }
  done
}
copy_missing notebooks
copy_missing notebooks/solutions

# Server and kernel talk through sockets in files that only the student can open. The path of such a file has at most 107 characters, and a
# home folder may be deep. Another user could have made the folder before, so its owner is checked.
if [ -z "${JUPYTER_RUNTIME_DIR:-}" ]; then
  JUPYTER_RUNTIME_DIR=${TMPDIR:-/tmp}/jupyter-$(id -u)
  mkdir -m 700 "$JUPYTER_RUNTIME_DIR" 2>/dev/null || { [ ! -L "$JUPYTER_RUNTIME_DIR" ] && [ -O "$JUPYTER_RUNTIME_DIR" ] && chmod 700 "$JUPYTER_RUNTIME_DIR"; } ||
    JUPYTER_RUNTIME_DIR=$(mktemp -d "${TMPDIR:-/tmp}/jupyter-XXXXXXXX")
  export JUPYTER_RUNTIME_DIR
fi

PATH=$home/venv/bin:$PATH
cd "$HOME"
exec "${INITLAB_SINGLEUSER:-jupyterhub-singleuser}" "$@"
