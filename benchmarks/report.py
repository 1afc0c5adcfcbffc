import json
def page(figures): return json.dumps(figures, indent=1)
