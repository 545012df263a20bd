-- What is held for answers in the background, by the windows that are charged with it: counters are seeded from it.
CREATE INDEX "background_answer_windows_idx" ON "tollgate"."background_answer"
    USING gin (("account"->'record'->'windows') jsonb_path_ops);
