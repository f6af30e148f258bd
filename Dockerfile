FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=unknown
RUN make build VERSION=$VERSION && mkdir -p /root-of-image/data /root-of-image/tmp

# Nothing but the program, the certificates it trusts (time zones are in it). SQLite sorts large results in /tmp.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build --chown=65532:65532 /root-of-image /
COPY --from=build /src/lopo /lopo
USER 65532:65532
ENV LOPO_DB=/data/lopo.db LOPO_ADDR=:8080
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/lopo"]
CMD ["serve"]
