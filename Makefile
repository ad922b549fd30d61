# The commands of AI Discovery. Each sets up what it needs first; when all is there already, that costs a blink.
# Settings: PORT (8080), DATA_DIR (.data), CLOUD (none), PYTHON (the Python that the environment is made of).
.DEFAULT_GOAL := help
.PHONY: help demo test lint widget bundle plan propose apply smoke traffic rollback shop backup restore bench eval faces score train openapi costs lock clean

# `$(call set_up,GOAL) ARGUMENTS` sets up and then becomes `.venv/bin/python ARGUMENTS`. One process, by exec, so that
# SIGTERM to make, or any signal to its process group, reaches what runs. Without site packages (-S): set-up needs none.
set_up = python=$$(sh local/setup/find_python.sh) && exec "$$python" -S -m local.setup $(1)

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

demo: ## set up and serve everything with demo data on http://127.0.0.1:8080 (CLOUD=emulators: on Google's emulators)
	@$(call set_up,$(if $(filter emulators,$(CLOUD)),emulators,demo)) -m local.serve

test: ## set up, check the code's form and run every test
	@$(call set_up,test) -m local.setup.checks

lint: ## check format, types and which part may import which
	@($(call set_up,lint))
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python -m local.setup.node run --silent --prefix widget lint

widget: ## build the widget for the demo; or for a bucket: make widget API=https://api.my-shop.example
	@$(call set_up,widget) $(if $(API),-m local.widget_site --api "$(API)")

bundle: ## write one archive for each function into .cache/bundles, the same bytes each time
	@$(call set_up,bundle) -m local.bundle

plan: ## plan the change of an environment and keep the plan for approval: make plan ENV=dev
	$(release) plan --env "$(ENV)"

propose: ## ask for approval of the newest plan: make propose ENV=prod
	$(release) propose --env "$(ENV)"

apply: ## apply exactly that plan: make apply ENV=dev PLAN=commit@sha256:digest
	$(release) apply --env "$(ENV)" --plan "$(PLAN)"

smoke: ## walk a shopper's journey against a running API: make smoke URL=https://... (SMOKE_KEY in the environment)
	$(release) smoke --url "$(URL)"

traffic: ## give the new revisions a share of the traffic, watching errors: make traffic ENV=prod PERCENT=10
	$(release) traffic --env "$(ENV)" --percent "$(PERCENT)"

rollback: ## give all traffic back to the revisions before: make rollback ENV=prod
	$(release) rollback --env "$(ENV)"

shop: ## store or change a shop: make shop FILE=shop.json (CLOUD and its settings say where)
	@test -n "$(FILE)" || { echo "Name the shop's file: make shop FILE=shop.json"; exit 2; }
	@$(call set_up,cloud) -m local.ops open-shop "$(FILE)"

backup: ## copy the documents, deliveries and files of DATA_DIR while they are in use
	@$(call set_up,cloud) -m local.ops backup

restore: ## put a backup in the place of what DATA_DIR holds: make restore BACKUP=.data/backups/2026-11-22T030000
	@test -n "$(BACKUP)" || { echo "Name the backup: make restore BACKUP=.data/backups/..."; exit 2; }
	@$(call set_up,cloud) -m local.ops restore "$(BACKUP)"

release = @python=$$(sh local/setup/find_python.sh) && exec "$$python" -S -m local.release

bench: ## measure times and accuracy on this machine
	@$(call set_up,test) -m tests.bench

eval: ## measure understanding and ranking on labelled messages in five languages: make eval [WORST=20]
	@$(call set_up,test) -m tests.eval $(if $(WORST),--worst "$(WORST)")

faces: ## measure faces: steadiness, refusals, covers, known sizes, drawn widths: make faces PORTRAITS=folder
	@$(call set_up,test) -m tests.measure $(if $(PORTRAITS),"$(PORTRAITS)")

score: ## say how satisfied users are, by dialogue and turn: make score dialogues.jsonl (OUT=scores.jsonl)
	@test -n "$(dialogues)" || { echo "Name the dialogues: make score dialogues.jsonl"; exit 2; }
	@($(call set_up,score)) >&2
	@.venv/bin/python -m local.score "$(dialogues)" $(if $(OUT),--out "$(OUT)")

# The file may be named as FILE=… or, as here, like a goal; then it is one with nothing to do.
named = $(filter %.jsonl,$(MAKECMDGOALS))
dialogues = $(or $(FILE),$(firstword $(named)))
ifneq ($(named),)
.PHONY: $(named)
$(named): ; @:
endif

train: ## fit rankings anew to what shoppers chose (CLIENT=, DRY_RUN=1), or with TABLE=train.npz (LABELS=) the face shapes
	@$(if $(TABLE),$(call set_up,test) -m local.training.fit_shape "$(TABLE)" $(if $(LABELS),--labels "$(LABELS)"),$\
		$(call set_up,cloud) -m local.training.ranking $(if $(CLIENT),--client "$(CLIENT)") $(if $(DRY_RUN),--dry-run))

openapi: ## write terraform/api/openapi.yaml and functions.json from what the functions declare
	@$(call set_up,lint) -m local.openapi

costs: ## write the cost table of docs/deploy.md from docs/costs.json and what the functions declare
	@$(call set_up,lint) -m local.costs --write

lock: ## bring the exact version of every package up to date with requirements.in and tests/requirements.in
	@($(call set_up,lint))
	$(compile) requirements.in -o requirements.txt
	$(compile) tests/requirements.in -c requirements.txt -o tests/requirements.txt
	$(compile) local/emulators/requirements.in -o local/emulators/requirements.txt
	$(compile) tests/deploy/requirements.in -o tests/deploy/requirements.txt
	$(compile) tests/deploy/checkov-requirements.in -o tests/deploy/checkov-requirements.txt

compile = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url \
	--custom-compile-command "make lock"

clean: ## remove all that set-up and the tools made; the demo's data (.data) stays
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache \
		widget/node_modules
	find . -name __pycache__ -type d -not -path '*/node_modules/*' -exec rm -rf {} +
