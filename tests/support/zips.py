"""Zip files of every sort, to hand in."""

import zipfile
from io import BytesIO

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types '
    'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>'
)


def zipped(files, *, packing=zipfile.ZIP_DEFLATED):
    """The bytes of a zip file, from name to content."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, packing)
    return out.getvalue()


def changed(content, changes):
    """A zip file with some of its files replaced or added."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**files, **changes})
