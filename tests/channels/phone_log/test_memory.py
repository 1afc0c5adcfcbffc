"""A backup of hundreds of megabytes is read in the memory of a small one."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.channels.phone_log.logs import AT_MS, element, sms

# Not getrusage: after a fork that counts what the parent once used.
READ = """
import re, sys
from pathlib import Path
from beforehand.channels.phone_log.reading import read

def peak_mb():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024

before = peak_mb()
count = sum(1 for _ in read(Path(sys.argv[1]), zone="UTC").records)
print(count, peak_mb() - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak memory is known on Linux only")
def test_two_hundred_megabytes_are_read_in_sixteen(tmp_path):
    path = tmp_path / "large.xml"
    picture = element("part", seq=0, ct="image/jpeg", data="QkVHSU46VkNBUkQK" * 1_300_000)
    with path.open("w") as file:
        file.write("<smses>")
        for album in range(9):
            file.writelines(sms(date=AT_MS + n, body=f"album {album}, any news? " * 8) for n in range(3000))
            file.write(
                element("mms", f"<parts>{picture}</parts>", date=AT_MS, msg_box=1, address="5125550142")
            )
        file.write("</smses>")
    size_mb = path.stat().st_size / 2**20
    out = subprocess.run(
        [sys.executable, "-c", READ, path], capture_output=True, text=True, check=True
    ).stdout
    path.unlink()
    count, growth_mb = out.split()

    assert size_mb > 180
    assert int(count) == 9 * 3001
    assert float(growth_mb) < 16
