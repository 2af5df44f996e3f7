"""Many send a form at once: one is kept, and the others are shown both texts."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from app.history.models import Kind
from app.history.queries import history_of
from tests.web.changing import DEBATE, as_new, filled

WRITERS, TRIES = 8, 10


def test_of_many_at_once_one_is_kept_and_the_others_see_its_words_and_their_own(
    members, client, recorded
):
    id = client.get(f"{DEBATE}.json").json()["claims"][2]["id"]
    path = f"/claims/{id}/edit"
    browsers = [members.browser("editor") for _ in range(WRITERS)]
    form = filled(browsers[0].get(path).text) | {"reason": ["It reads better."]}
    start = Barrier(WRITERS)

    def send(number: int):
        start.wait()
        words = f"Version {number}."
        given = form | {"statement": [words]}
        tries = (browsers[number].post(path, data=given) for _ in range(TRIES))
        # On a slow machine some are asked to send it again in a moment.
        return words, next(answer for answer in tries if answer.status_code != 503)

    with ThreadPoolExecutor(WRITERS) as pool:
        sent = list(pool.map(send, range(WRITERS)))
    kept = [words for words, answer in sent if answer.status_code == 303]
    assert (len(kept), recorded()) == (1, 1)
    for words, answer in sent:
        if words not in kept:
            assert answer.status_code == 409
            assert filled(answer.text)["statement"] == [words]
            assert words in as_new(answer.text)
            assert kept[0] in as_new(answer.text)
    with members.db() as db:
        (latest, _), *_ = history_of(db, Kind.CLAIM, id)
    assert (latest.after or {})["statement"] == kept[0]
