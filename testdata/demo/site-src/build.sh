#!/usr/bin/env bash
# Builds ../site and ../after/site with Hugo (Debian package "hugo", 0.111.3).
set -euo pipefail
cd "$(dirname "$0")"
rm -rf ../site ../after/site
hugo --quiet --noBuildLock --destination ../site
hugo --quiet --noBuildLock --destination ../after/site --config config.yaml,after.yaml
rm -rf resources
