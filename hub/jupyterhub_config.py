# JupyterHub for a class on one machine: `jupyterhub -f hub/jupyterhub_config.py`, as root, after hub/install.sh.
# Each student is a user of the system (PAM), and each server a local process. README.md tells how many students a machine holds.
import os

home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

c = get_config()  # noqa: F821 (JupyterHub defines it)

# Only this machine. Put a web server with a certificate before it, for example nginx.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"

c.Spawner.cmd = [os.path.join(home, "hub", "start-student.sh")]
c.Spawner.default_url = "/tree/initlab/notebooks"  # JupyterLab: "/lab/tree/initlab/notebooks"
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120

# What one student may take. The notebook says which limit was met.
c.Spawner.environment = {
    "INITLAB_KERNEL_CELL_SECONDS": os.environ.get("INITLAB_KERNEL_CELL_SECONDS", "600"),
    "INITLAB_KERNEL_MEMORY_MB": os.environ.get("INITLAB_KERNEL_MEMORY_MB", "1500"),
    "NODE_OPTIONS": "--max-old-space-size=1024",
}

# Sockets in files instead of ports: two servers that start at the same moment can choose the same port for their kernels, and every user of
# the machine can reach a port.
c.Spawner.args = ["--KernelManager.transport=ipc"]

# A kernel that nobody uses ends after 30 minutes, and a server without kernels after an hour.
# The notebooks stay in the student's home folder.
c.Spawner.args += [
    "--MappingKernelManager.cull_idle_timeout=1800",
    "--MappingKernelManager.cull_connected=True",
    "--NotebookApp.shutdown_no_activity_timeout=3600",
    "--ServerApp.shutdown_no_activity_timeout=3600",
]
c.JupyterHub.concurrent_spawn_limit = 20
