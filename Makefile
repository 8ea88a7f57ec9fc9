# Two commands for a newcomer: make demo, make test.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: demo test check setup bench fonts snapshot

demo: setup ## the running site with demo data
	@PORT=$(PORT) $(BIN)/xiezhi demo

test: check ## everything that is checked
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: .venv/ready

.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 或更高版本，现在是 " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "缺少 venv 模块：在 Debian 上请先运行 apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch .venv/ready

bench: setup ## speed, as ratios within one run
	$(BIN)/python -m bench

fonts: ## 仿宋、楷体、黑体、宋体 and the rarest characters into data/fonts, where apt is there
	@command -v apt-get >/dev/null || { echo "这里没有 apt-get；请把字体文件放进 FONT_DIR 指的文件夹"; exit 1; }
	mkdir -p data/fonts
	cd data/fonts && apt-get download texlive-lang-chinese fonts-hanazono || { echo "没有下载到字体；请先运行 apt-get update"; exit 1; }
	cd data/fonts && dpkg-deb --fsys-tarfile texlive-lang-chinese_*.deb \
	  | tar -x --wildcards --transform='s,.*/,,' --exclude='*Braille*' '*/fandol/*.otf' '*/fonts/fandol/COPYING.gz'
	cd data/fonts && dpkg-deb --fsys-tarfile fonts-hanazono_*.deb \
	  | tar -x --wildcards --transform='s,.*/,,' '*/HanaMin*.ttf' '*/fonts-hanazono/copyright'
	rm data/fonts/texlive-lang-chinese_*.deb data/fonts/fonts-hanazono_*.deb

snapshot: setup ## what is generated and kept in git
	$(BIN)/python -m xiezhi.api.snapshot
