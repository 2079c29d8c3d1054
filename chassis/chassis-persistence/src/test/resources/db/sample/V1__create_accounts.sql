CREATE TABLE accounts (
  name    text   PRIMARY KEY,
  balance bigint NOT NULL,
  CONSTRAINT accounts_balance_ck CHECK (balance >= 0)
);
INSERT INTO accounts VALUES ('a', 100), ('b', 100);
