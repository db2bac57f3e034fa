# golchin: one static binary, no shell, no root.
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
ARG TARGETOS=linux
ARG TARGETARCH
ARG VERSION=dev
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY aggregator ./aggregator
COPY store ./store
COPY cmd ./cmd
ENV GOCACHE=/go/cache
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/go/cache \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -buildvcs=false -ldflags "-s -w -buildid= -X main.version=$VERSION" -o /out/golchin ./cmd/golchin \
    && mkdir -p /out/data && chmod 0755 /out/data

FROM gcr.io/distroless/static-debian12:nonroot
LABEL org.opencontainers.image.title="golchin" \
      org.opencontainers.image.description="Feed aggregator and republisher: every news item once, merged and topic feeds" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build /out/golchin /golchin
USER 65532:65532
WORKDIR /data
VOLUME /data
ENV GOLCHIN_DB=/data/golchin.db \
    GOLCHIN_LISTEN=:8080 \
    GOLCHIN_ADMIN=127.0.0.1:9090
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=6s --start-period=10s CMD ["/golchin", "healthcheck"]
ENTRYPOINT ["/golchin"]
CMD ["serve"]
