"""All that knows HTTP: modules with a router are called after what one does there, or after the
noun that they show; the rest serve these. Where to look:

- pages to read: `debates` `questions` `claims` `arguments` (rebuttals, supports) `notes` `sources`
  `coverage` `standings` `history` `downloads`; `beside` with `pairs` (side by side, dialogue);
  `mapping` with `map_standing` `map_words`; `search` with `found`; `reading` (a whole text);
- a new claim: `claiming` with `wording` (pasted words); `bringing` with `outside_words`;
- a new link: `linking` (from a claim), `relating` (from words of a text) with `own_words`; both
  with `links`, `ends` (what is at the other end), `offering` (what may be), `stretches` (words that
  are no claim yet), `moves`, `asking` (critical questions), `stating` (words that state it);
- other words for what is there: `editing` with `edit_page` `edit_forms` `edit_about`
  `passages_typed`, `choosing` (claims to tick); where two were at it, `both` and `settling`;
- other changes: `renaming`, `merging`, `contributing` (undo, restore, retire, flag);
- what waits: `reviewing` (editors), `proposing_again` (who proposed); `afterwards` (what was done);
- accounts: `signing` `elsewhere` `joining` `resetting` `account` `users` `oversight` with
  `proving` `cookies` `visitor` `permissions`;
- addresses: `urls`, `edits` (of changes), `doors` (of accounts), `filters`;
- words of pages: `quoting` `claimed` `recounting` `telling`; `reckoning` `supposing` (standing);
- every request: `deps` `forms` `render` `templates` `errors` `gone` `caching` `keeping` `unchanged`
  `assets`, and the middleware `crossing` `headers` `oversized`.
"""
