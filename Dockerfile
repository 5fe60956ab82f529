# The service and the `pointpay` command. `docker build -t pointpay .`
FROM node:24.21.0-bookworm-slim AS base
WORKDIR /app
RUN npm install --global pnpm@12.21.0

# What browsers get is built; the server runs as it is written.
FROM base AS build
COPY . .
RUN pnpm install --frozen-lockfile && pnpm run build

FROM base AS dependencies
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY packages/contracts/package.json packages/contracts/
COPY packages/credit/package.json packages/credit/
COPY packages/server/package.json packages/server/
RUN pnpm install --frozen-lockfile --prod --filter "@pointpay/server..."

FROM node:24.21.0-bookworm-slim
WORKDIR /app
COPY --from=dependencies /app ./
COPY packages/contracts/src packages/contracts/src
COPY packages/credit/src packages/credit/src
COPY packages/server/src packages/server/src
COPY --from=build /app/packages/widget/dist packages/widget/dist
COPY --from=build /app/packages/popup/dist packages/popup/dist
COPY --from=build /app/packages/console/dist packages/console/dist
RUN ln -s /app/packages/server/src/cli/main.ts /usr/local/bin/pointpay \
  && mkdir --mode=700 /data \
  && chown node:node /data
USER node
ENV NODE_ENV=production \
  POINTPAY_HOST=0.0.0.0 \
  POINTPAY_DATA=/data
# Answered tokens on their way to the store, and without DATABASE_URL the store itself.
VOLUME /data
EXPOSE 4300
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:' + (process.env.POINTPAY_PORT || 4300) + '/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "packages/server/src/main.ts"]
