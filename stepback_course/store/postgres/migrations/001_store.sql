-- Texts are compared by code point (COLLATE "C"), as every engine compares them.

CREATE TABLE stepback.folder (
    key text COLLATE "C" PRIMARY KEY,  -- the name in lower case
    name text COLLATE "C" NOT NULL     -- as it was first written
);

-- "json" keeps the very text of a document: numbers, the order of keys. "jsonb" would not.
CREATE TABLE stepback.record (
    folder text COLLATE "C" NOT NULL REFERENCES stepback.folder,
    name text COLLATE "C" NOT NULL,
    revision bigint NOT NULL CHECK (revision > 0),
    document json NOT NULL,
    summary json,
    PRIMARY KEY (folder, name)
);

-- Every value of a summary that is not null, as a text that sorts as the value does; "kind" is one
-- of them. They are written together with their record, so that a list is never behind; references
-- would be checked at every save, and only stepback.write() writes here.
CREATE TABLE stepback.cell (
    folder text COLLATE "C" NOT NULL,
    record text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    PRIMARY KEY (folder, record, key)
);

-- An entry of an index has at most 2,704 bytes, so that a long value is ordered by its beginning
-- first. To order by the beginning and then by the whole is to order by the whole.
CREATE INDEX cell_question ON stepback.cell (kind, key, left(value, 64), folder, record);

-- A ring of the latest operations of each folder: a new one takes the slot of the oldest.
CREATE TABLE stepback.operation (
    folder text COLLATE "C" NOT NULL,
    slot integer NOT NULL,
    number bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,
    returned json NOT NULL,
    PRIMARY KEY (folder, slot)
) WITH (fillfactor = 70);

CREATE TABLE stepback.file (
    digest text COLLATE "C" PRIMARY KEY  -- SHA-256 in hexadecimal
);

CREATE TABLE stepback.portion (
    digest text COLLATE "C" NOT NULL REFERENCES stepback.file,
    number integer NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (digest, number)
);
-- What is kept as a file is compressed already.
ALTER TABLE stepback.portion ALTER COLUMN content SET STORAGE EXTERNAL;

-- Writes several records of one folder, all or none, and remembers the operation. One call is one
-- journey to the server, and all that is asked and changed lies between one lock and one commit.
--
-- outcome: "written", "done" (then `earlier` is what the operation returned when it was done),
-- "exists", or "stale" (then `stale` names the records that somebody else wrote meanwhile); after
-- the last three nothing was changed. `standing` is the folder's name as it was first written.
CREATE FUNCTION stepback.write(
    folder_key text,
    shown text,
    manner text,       -- "put", "create" or "take_over"
    operation_name text,
    operation_actor text,
    changes json,      -- [{name, base: the revision it was read at, document, summary, cells}]
    answer json,       -- what the operation returns
    kept integer,      -- how many operations are remembered
    OUT outcome text,
    OUT standing text,
    OUT earlier json,
    OUT stale json
) LANGUAGE plpgsql AS $$
DECLARE
    latest bigint := 0;
    change record;
BEGIN
    -- An acknowledged save lasts, also where the server's own setting would let it wait.
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;

    -- Not a row's lock: a folder that is only being made has no row yet.
    PERFORM pg_advisory_xact_lock(hashtextextended(folder_key, 0));

    SELECT folder.name, max(operation.number),
        (array_agg(operation.returned) FILTER (WHERE operation.name = operation_name))[1]
    INTO standing, latest, earlier
    FROM stepback.folder LEFT JOIN stepback.operation ON operation.folder = folder.key
    WHERE folder.key = folder_key GROUP BY folder.key;
    IF earlier IS NOT NULL THEN
        outcome := 'done';
        RETURN;
    END IF;
    IF standing IS NOT NULL AND manner <> 'put' THEN
        outcome := 'exists';
        RETURN;
    END IF;

    FOR change IN
        SELECT written.*, found.name IS NOT NULL AS is_there, found.summary::text AS before,
            json_agg(written.name) FILTER (WHERE written.base <> coalesce(found.revision, 0))
            OVER () AS stale
        FROM json_to_recordset(changes)
            AS written(name text, base bigint, document json, summary json, cells json)
        LEFT JOIN stepback.record AS found
            ON found.folder = folder_key AND found.name = written.name
    LOOP
        IF change.stale IS NOT NULL AND manner <> 'take_over' THEN
            outcome := 'stale';
            stale := change.stale;
            RETURN;
        END IF;
        IF standing IS NULL THEN
            INSERT INTO stepback.folder (key, name) VALUES (folder_key, shown);
            standing := shown;
        END IF;
        IF change.is_there THEN
            UPDATE stepback.record
            SET revision = change.base + 1, document = change.document, summary = change.summary
            WHERE record.folder = folder_key AND record.name = change.name;
        ELSE
            INSERT INTO stepback.record (folder, name, revision, document, summary)
            VALUES (folder_key, change.name, change.base + 1, change.document, change.summary);
        END IF;
        IF change.before IS DISTINCT FROM change.summary::text THEN
            DELETE FROM stepback.cell
            WHERE cell.folder = folder_key AND cell.record = change.name
            AND NOT EXISTS (
                SELECT FROM json_each_text(change.cells) AS entry
                WHERE entry.key = cell.key AND entry.value = cell.value
                AND cell.kind = change.cells ->> 'kind'
            );
            INSERT INTO stepback.cell (folder, record, kind, key, value)
            SELECT folder_key, change.name, change.cells ->> 'kind', entry.key, entry.value
            FROM json_each_text(change.cells) AS entry
            ON CONFLICT DO NOTHING;
        END IF;
    END LOOP;

    latest := coalesce(latest, 0) + 1;
    UPDATE stepback.operation
    SET number = latest, name = operation_name, actor = operation_actor, returned = answer
    WHERE operation.folder = folder_key AND operation.slot = latest % kept;
    IF NOT FOUND THEN
        INSERT INTO stepback.operation (folder, slot, number, name, actor, returned)
        VALUES (folder_key, latest % kept, latest, operation_name, operation_actor, answer);
    END IF;
    outcome := 'written';
END
$$;
