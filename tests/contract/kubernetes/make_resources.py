"""make_resources.py CRD: the definitions of KServe's and Seldon's resources as JSON, one a line.

KServe's is the published one (CRD, a YAML file). Seldon's is written here as far as the published
types go that Binnacle writes and reads (seldon-core: operator/apis/mlops/v1alpha1), so that an API
server checks types and bounds, prunes what it does not know and keeps the status apart.
"""
import json
import sys

import yaml

text, whole = {"type": "string"}, {"type": "integer"}


def record(**properties):
    return {"type": "object", "properties": properties}


def many(item):
    return {"type": "array", "items": item}


def free():
    return {"type": "object", "x-kubernetes-preserve-unknown-fields": True}


condition = record(type=text, status=text, reason=text, message=text, severity=text,
                   lastTransitionTime=text)
percent = {"type": "integer", "minimum": 0, "maximum": 100}


def definition(group, version, kind, plural, spec, status):
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{group}"},
        "spec": {
            "group": group,
            "scope": "Namespaced",
            "names": {"kind": kind, "plural": plural, "singular": kind.lower(),
                      "listKind": kind + "List"},
            "versions": [{
                "name": version, "served": True, "storage": True,
                "subresources": {"status": {}},
                "schema": {"openAPIV3Schema": record(spec=spec, status=status)},
            }],
        },
    }


with open(sys.argv[1]) as file:
    print(json.dumps(yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))))
print(json.dumps(definition(
    "mlops.seldon.io", "v1alpha1", "Model", "models",
    {**record(storageUri=text, modelType=text, requirements=many(text), memory=free(),
              replicas=whole, minReplicas=whole, maxReplicas=whole, server=text),
     "required": ["storageUri"]},
    record(conditions=many(condition), replicas=whole, availableReplicas=whole))))
print(json.dumps(definition(
    "mlops.seldon.io", "v1alpha1", "Experiment", "experiments",
    {**record(
        default=text,
        candidates=many({**record(name=text, weight={"type": "integer", "minimum": 0}),
                         "required": ["name", "weight"]}),
        mirror={**record(name=text, percent=percent), "required": ["name", "percent"]},
        resourceType=text), "required": ["candidates"]},
    record(conditions=many(condition)))))
