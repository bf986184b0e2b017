#!/usr/bin/env bash
# Installs the course and its kernel for all users of a machine or an image. hub/README.md says how a class uses it.
set -euo pipefail

usage="Usage: hub/install.sh [--front-end notebook|lab|none] [--to FOLDER]

Installs the lessons and the kernel \"TypeScript (initlab)\" for all users, on Debian 12, Ubuntu 24.04 or newer. Run it as root.

  --front-end   notebook  JupyterHub's single-user server and Notebook, from Debian (the default)
                lab       JupyterHub's single-user server and JupyterLab, from PyPI, in FOLDER/venv
                none      nothing: a Jupyter that is already there finds the kernel in /usr/local
  --to FOLDER   where the course is installed; default /opt/initlab"

front_end=notebook
home=/opt/initlab
while [ $# -gt 0 ]; do
  case $1 in
    --front-end) front_end=${2:-}; shift 2 || true ;;
    --to) home=${2:-}; shift 2 || true ;;
    -h | --help) echo "$usage"; exit 0 ;;
    *) printf 'hub/install.sh: unknown option "%s"\n%s\n' "$1" "$usage" >&2; exit 2 ;;
  esac
done
case $front_end in
  notebook | lab | none) ;;
  *) printf 'hub/install.sh: --front-end must be notebook, lab or none, not "%s"\n' "$front_end" >&2; exit 2 ;;
esac
case $home in
  /?*) ;;
  *) printf 'hub/install.sh: --to must be an absolute path, not "%s"\n' "$home" >&2; exit 2 ;;
esac
if [ "$(id -u)" != 0 ]; then
  echo 'hub/install.sh: only root can install for all users. Run it with sudo, or in the build of an image.' >&2
  exit 1
fi

source=$(cd "$(dirname "$0")/.." && pwd)
export DEBIAN_FRONTEND=noninteractive
# npm's downloads and the output of the trial go here, and nothing of the user's own is touched.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export npm_config_cache=$work/npm
install_packages() { apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
say() { printf 'hub/install.sh: %s\n' "$1"; }

is_new_enough() {
  "$1" -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' \
    2>/dev/null
}

say 'updating the list of packages'
apt-get update -qq
install_packages ca-certificates

# Debian 12 has Node.js 18. Its npm installs a newer Node.js from npm's package `node`.
node=$(command -v node || true)
if [ -z "$node" ] || ! is_new_enough "$node"; then
  say 'installing Node.js 22'
  command -v npm >/dev/null || install_packages npm
  npm install --loglevel error --no-fund --no-audit --prefix "$home/node" node@22 npm@10
  node=$home/node/node_modules/node/bin/node
  is_new_enough "$node" || { echo "hub/install.sh: npm did not install a Node.js that runs here, in $node." >&2; exit 1; }
  export PATH=$home/node/node_modules/node/bin:$home/node/node_modules/.bin:$PATH
fi

case $front_end in
  notebook)
    say 'installing Notebook and the single-user server'
    install_packages jupyterhub jupyter-notebook
    ;;
  lab)
    say 'installing JupyterLab and the single-user server'
    install_packages python3-venv
    python3 -m venv "$home/venv"
    "$home/venv/bin/pip" install --quiet --no-cache-dir 'jupyterhub>=5,<6' 'jupyterlab>=4,<5' nbgitpuller
    ;;
esac

if [ "$source" != "$home" ]; then
  say "copying the course to $home"
  mkdir -p "$home"
  tar -C "$source" --exclude=./node_modules --exclude='./*/node_modules' --exclude=./.git --exclude='./*/dist' --exclude=./_site -cf - . |
    tar -C "$home" -xf - --no-same-owner
fi

say 'building the library and the kernel'
cd "$home"
npm ci --loglevel error --no-fund --no-audit --ignore-scripts --omit=optional
node lib/assembly/compile.js
node node_modules/typescript/bin/tsc -b lib kernel
npm prune --loglevel error --no-fund --no-audit --ignore-scripts --omit=dev --omit=optional

# Jupyter looks for kernels here, whatever folder it is installed in.
"$node" lib/bin/initlab.cjs install-kernel --prefix /usr/local

# The first kernel keeps the compiled TypeScript in a folder that all kernels read.
say 'running the first lesson'
"$node" lib/bin/initlab.cjs run notebooks/01-variance-math.ipynb --out "$work/run"
chmod -R a+rX "$home"
say "done: $(du -sm "$home" | cut -f1) MB in $home"
