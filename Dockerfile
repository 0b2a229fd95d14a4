# Builds the package with Swift and installs it in a Debian without: docs/install.md.
FROM swift:6.3-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends make
WORKDIR /kolsite
COPY . .
# When the commit was made, in seconds since 1970: the day that the package's files are of.
ARG SOURCE_DATE_EPOCH
RUN make deb

FROM debian:bookworm-slim
RUN --mount=type=bind,from=build,source=/kolsite/.build/dist,target=/dist \
    apt-get update \
    && apt-get install -y --no-install-recommends /dist/kolsite_*.deb \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 1000 kolsite
USER kolsite
WORKDIR /project
ENTRYPOINT ["kolsite"]
CMD ["--help"]
