"""What every page shows of the site itself."""


def site(request) -> dict:
    return {}
