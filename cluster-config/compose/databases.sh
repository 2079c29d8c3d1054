#!/bin/bash
# Run by the PostgreSQL image on an empty data folder: a database and a role for each service, closed to the others.
set -euo pipefail
for service in member catalog inventory order payment sandbox shipping; do
  psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<SQL
\\getenv password ${service^^}_DB_PASSWORD
CREATE ROLE ${service}_app LOGIN PASSWORD :'password';
CREATE DATABASE ${service}_db OWNER ${service}_app;
REVOKE ALL ON DATABASE ${service}_db FROM PUBLIC;
SQL
done
