#!/bin/sh
# Run by the database's image the first time: one role that owns the tables, and one for the program, which then has no
# right to change or delete the audit trail.
set -eu
psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set=owner="$OWNER_PASSWORD" --set=program="$PROGRAM_PASSWORD" <<'SQL'
CREATE ROLE kontroll_eier LOGIN PASSWORD :'owner';
CREATE ROLE kontroll_program LOGIN PASSWORD :'program';
CREATE DATABASE kontroll OWNER kontroll_eier ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE kontroll FROM PUBLIC;
GRANT CONNECT ON DATABASE kontroll TO kontroll_program;
SQL
