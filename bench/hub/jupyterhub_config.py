# The configuration that a class uses, with students who need no account on this machine.
import os

load_subconfig(os.environ["BENCH_CONFIG"])  # noqa: F821 (JupyterHub defines it)
c = get_config()  # noqa: F821

folder = os.environ["BENCH_FOLDER"]
c.JupyterHub.bind_url = os.environ["BENCH_ADDRESS"]
c.JupyterHub.hub_bind_url = os.environ["BENCH_HUB_ADDRESS"]
c.ConfigurableHTTPProxy.api_url = os.environ["BENCH_PROXY_ADDRESS"]
c.JupyterHub.db_url = "sqlite:///" + os.path.join(folder, "hub.sqlite")
c.JupyterHub.cookie_secret_file = os.path.join(folder, "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = os.path.join(folder, "proxy.pid")
c.JupyterHub.cleanup_servers = True
c.JupyterHub.log_level = "WARN"

c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = os.path.join(folder, "homes", "{username}")
c.Spawner.environment = {**c.Spawner.environment, "JUPYTER_PATH": os.path.join(folder, "jupyter")}
if os.geteuid() == 0:
    c.Spawner.args = c.Spawner.args + ["--allow-root"]

c.JupyterHub.services = [{"name": "bench", "api_token": os.environ["BENCH_TOKEN"]}]
c.JupyterHub.load_roles = [
    {"name": "bench", "scopes": ["admin:users", "admin:servers", "tokens", "access:servers"], "services": ["bench"]}
]
