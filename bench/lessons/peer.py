"""Runs a function of twins.py in a new ipykernel and prints the seconds of its phases as JSON: peer.py FUNCTION."""

import json
import os
import sys
import time

from jupyter_client.manager import start_new_kernel

TICKS_PER_S = os.sysconf('SC_CLK_TCK')


def cpu_seconds(pid):
    with open(f'/proc/{pid}/stat') as file:
        fields = file.read().rpartition(')')[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


begin, used = time.perf_counter(), 0
manager, client = start_new_kernel(kernel_name='python3', startup_timeout=300)
pid = manager.provisioner.process.pid


def phase():
    """Gives what has passed since the last call."""
    global begin, used
    now, cpu = time.perf_counter(), cpu_seconds(pid)
    result = {'wall': now - begin, 'cpu': cpu - used}
    begin, used = now, cpu
    return result


def execute(code):
    reply = client.execute_interactive(code, store_history=False, output_hook=lambda message: None)
    if reply['content']['status'] != 'ok':
        sys.exit('\n'.join(reply['content']['traceback']))


phases = {'start': phase()}
folder = os.path.dirname(os.path.abspath(__file__))
execute(f'import sys\nsys.path.insert(0, {folder!r})\nimport twins')
phases['library'] = phase()
execute(f'twins.{sys.argv[1]}()')
phases['training'] = phase()
client.stop_channels()
manager.shutdown_kernel(now=True)
print(json.dumps(phases))
