# One image for all apps; the command says which: node dist/apps/<api|gate|worker|projector|cli>/main.js

FROM node:20-bookworm-slim AS build
WORKDIR /ledger
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY .swcrc ./
COPY apps apps
COPY libs libs
COPY projections projections
# The embedded Postgres is an optional dependency and stays out, like everything that only builds or tests.
RUN node_modules/.bin/swc apps libs projections --out-dir dist --copy-files --quiet \
  && npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:20-bookworm-slim
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps
WORKDIR /ledger
# Files belong to root and the process does not: it cannot change its own code.
COPY --from=build /ledger/package.json ./
COPY --from=build /ledger/node_modules node_modules
COPY --from=build /ledger/dist dist
# Keeps the provider's refreshed login token, when a volume is mounted there.
RUN install -d -o node -g node -m 0700 /var/lib/ledger
USER node
CMD ["node", "dist/apps/api/main.js"]
