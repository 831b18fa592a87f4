from vernost.post.tests.conftest import mailbox

__all__ = ["mailbox"]
