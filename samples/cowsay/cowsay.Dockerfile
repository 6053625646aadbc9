# A Dockerfile may have any name: docker build -f cowsay.Dockerfile -t cowsay .
FROM debian:bookworm-slim

# One layer: the package lists are needed by the installation only, so they go in the same RUN.
RUN apt-get update \
    && apt-get install -y --no-install-recommends cowsay \
    && rm -rf /var/lib/apt/lists/*

# The program stays, its argument is a default: docker run cowsay "Something else"
ENTRYPOINT ["/usr/games/cowsay"]
CMD ["Hello from a container"]
