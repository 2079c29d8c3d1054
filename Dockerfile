# One file for the images of all services; the build argument JAR says which one. compose.yaml gives it.
#   docker build --build-arg SERVICE=order --build-arg JAR=verticles/order/target/order.jar .                   from source
#   docker build --target runtime --build-arg SERVICE=order --build-arg JAR=verticles/order/target/order.jar .  from built jars
ARG JAVA_TAG=17-jre
ARG MAVEN_TAG=3-eclipse-temurin-17

FROM eclipse-temurin:${JAVA_TAG} AS process
# A fixed number, so that volumes and policies can name it.
RUN groupadd --gid 10001 jangteo \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin jangteo
COPY cluster-config/compose/container.jvm cluster-config/compose/ready cluster-config/compose/rehearse /opt/jangteo/
COPY cluster-config/rehearsal.json /opt/jangteo/
ARG JAVA_TAG
ARG VERSION=0.1.0-SNAPSHOT
LABEL org.opencontainers.image.vendor="Jangteo" \
      org.opencontainers.image.base.name="eclipse-temurin:${JAVA_TAG}" \
      org.opencontainers.image.version="${VERSION}"
USER 10001:10001
WORKDIR /tmp
# Two pools of native memory are enough for two cores; glibc would take eight for each, and give little back.
ENV MANAGEMENT_HOST=0.0.0.0 MANAGEMENT_PORT=9090 MALLOC_ARENA_MAX=2
EXPOSE 9090
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 CMD ["bash", "/opt/jangteo/ready"]
# Java is process 1 and gets SIGTERM itself. JAVA_TOOL_OPTIONS adds options of your own.
# The class archive lets it start for little more than half the CPU time; where there is none, or one of another Java, it does without.
ENTRYPOINT ["java", "@/opt/jangteo/container.jvm", "-XX:SharedArchiveFile=/opt/jangteo/service.jsa", "-jar", "/opt/jangteo/service.jar"]
CMD ["-cluster"]

# What differs from service to service comes behind the jar: podman takes a layer from its cache whatever an argument says.
# When it was made an image says itself.

# Takes a jar that "mvn package" has already made.
FROM process AS runtime
ARG JAR
COPY ${JAR} /opt/jangteo/service.jar
USER root
RUN bash /opt/jangteo/rehearse
USER 10001:10001
ARG SERVICE
ARG REVISION=unknown
LABEL org.opencontainers.image.title="jangteo ${SERVICE}" \
      org.opencontainers.image.description="The ${SERVICE} of Jangteo, a marketplace of independent services" \
      org.opencontainers.image.revision="${REVISION}"
ENV JANGTEO_LOG_SERVICE=${SERVICE}

# Makes all jars once; the images of all services share this stage.
FROM maven:${MAVEN_TAG} AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -ntp -DskipTests package -am -pl api-gateway,verticles/member,verticles/catalog,verticles/inventory,verticles/order,verticles/payment,verticles/payment-sandbox,verticles/shipping

# Needs Docker and the network, but neither Java nor Maven on this machine.
FROM process AS packaged
ARG JAR
COPY --from=build /source/${JAR} /opt/jangteo/service.jar
USER root
RUN bash /opt/jangteo/rehearse
USER 10001:10001
ARG SERVICE
ARG REVISION=unknown
LABEL org.opencontainers.image.title="jangteo ${SERVICE}" \
      org.opencontainers.image.description="The ${SERVICE} of Jangteo, a marketplace of independent services" \
      org.opencontainers.image.revision="${REVISION}"
ENV JANGTEO_LOG_SERVICE=${SERVICE}
