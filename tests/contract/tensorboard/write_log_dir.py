"""Writes a TensorBoard log dir with the original libraries and prints, as JSON, what TensorBoard's
own EventAccumulator and hparams plugin read from it.

usage: write_log_dir.py FOLDER
"""

import json
import math
import os
import sys

import numpy as np
from tensorboard.backend.event_processing import event_accumulator
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, types_pb2
from tensorboard.plugins.hparams import plugin_data_pb2
from tensorboard.plugins.hparams import summary_v2 as hparams_summary
from tensorboard.plugins.text import metadata as text_metadata
from tensorboard.plugins.scalar import metadata as scalar_metadata
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboard.util import tensor_util
from tensorboardX import SummaryWriter

START = 1_700_000_000.25  # wall time of the first step, s


def event(step, values, wall_time=None):
    wall_time = START + step if wall_time is None else wall_time
    return event_pb2.Event(wall_time=wall_time, step=step, summary=summary_pb2.Summary(value=values))


def simple(tag, value):
    return summary_pb2.Summary.Value(tag=tag, simple_value=value)


def tensor(tag, proto):
    return summary_pb2.Summary.Value(
        tag=tag, tensor=proto, metadata=scalar_metadata.create_summary_metadata("", "")
    )


def write(folder, events, suffix=""):
    writer = EventFileWriter(folder, filename_suffix=suffix)
    for one in events:
        writer.add_event(one)
    writer.close()


def losses(folder, steps=3000):
    rng = np.random.default_rng(7)
    values = np.exp(-np.arange(steps) / 500) + rng.normal(0, 0.01, steps)
    write(folder, [event(s, [simple("loss", v), simple("acc/top 1", 1 - v)]) for s, v in enumerate(values)])


def every_type(folder):
    """A scalar tensor of each numeric type, as raw content and as a typed list."""
    types = ["float16", "float32", "float64", "int8", "int16", "int32", "int64",
             "uint8", "uint16", "uint32", "uint64", "bool"]
    values = []
    for name in types:
        number = np.dtype(name).type(1 if name == "bool" else 200 if name == "uint8" else 93)
        listed = tensor_util.make_tensor_proto(number)
        values.append(tensor("list/" + name, listed))
        content = tensor_pb2.TensorProto(
            dtype=listed.dtype, tensor_shape=listed.tensor_shape, tensor_content=number.tobytes()
        )
        values.append(tensor("content/" + name, content))
    negative = tensor_util.make_tensor_proto(np.int64(-5))
    values.append(tensor("list/negative", negative))
    third = tensor_util.make_tensor_proto(np.float16(-1 / 3))
    values.append(tensor("list/third_half", third))
    for name, number in [("tiny_half", 6e-8), ("inf_half", np.inf)]:
        values.append(tensor("list/" + name, tensor_util.make_tensor_proto(np.float16(number))))
    write(folder, [event(4, values)])


def special_values(folder):
    numbers = [1.0, math.nan, math.inf, -math.inf, -0.0, 1e-45, 3.4e38]
    write(folder, [event(s, [simple("x", n)]) for s, n in enumerate(numbers)])


def restart(folder):
    """A training that was killed at step 79 and went on from a checkpoint at step 50."""
    first = [event(s, [simple("loss", 1000.0 + s)]) for s in range(80)]
    begin = event_pb2.Event(
        wall_time=START + 200, step=50,
        session_log=event_pb2.SessionLog(status=event_pb2.SessionLog.START))
    second = [event(s, [simple("loss", float(s))], START + 200 + s) for s in range(50, 60)]
    writer = EventFileWriter(folder, filename_suffix=".a")
    for one in first:
        writer.add_event(one)
    writer.close()
    # The second file sorts behind the first whatever the clock says.
    second_folder = folder + ".second"
    write(second_folder, [begin] + second)
    (name,) = os.listdir(second_folder)
    os.rename(os.path.join(second_folder, name), os.path.join(folder, "events.out.tfevents.9999999999.b"))
    os.rmdir(second_folder)


def keras_like(folder):
    """What Keras with the hparams callback writes: hparams above, metrics in sub-folders."""
    writer = EventFileWriter(folder)
    hparams = {"lr": 0.01, "units": 32, "activation": "relu", "dropout": True}
    for pb in (hparams_summary.hparams_pb(hparams, trial_id="trial-7", start_time_secs=START),):
        writer.add_event(event_pb2.Event(wall_time=START, summary=pb))
    end = plugin_data_pb2.SessionEndInfo(status=2, end_time_secs=START + 90)
    content = plugin_data_pb2.HParamsPluginData(session_end_info=end, version=0)
    metadata = summary_pb2.SummaryMetadata(plugin_data=summary_pb2.SummaryMetadata.PluginData(
        plugin_name="hparams", content=content.SerializeToString()))
    writer.add_event(event(0, [summary_pb2.Summary.Value(tag="_hparams_/session_end_info", metadata=metadata)], START + 90))
    writer.close()
    losses(os.path.join(folder, "train"), 40)
    losses(os.path.join(folder, "validation"), 20)


def texts(folder):
    def text(tag, content):
        return summary_pb2.Summary.Value(
            tag=tag,
            tensor=tensor_util.make_tensor_proto([content.encode()]),
            metadata=text_metadata.create_summary_metadata("", ""),
        )
    write(folder, [event(0, [text("note", "baseline, größer"), text("config", "x" * 4000), simple("loss", 0.5)])])


def pytorch_like(folder):
    """tensorboardX (whose files are PyTorch's): scalars, a histogram, an image, add_hparams."""
    with SummaryWriter(logdir=folder) as writer:
        for step in range(100):
            writer.add_scalar("loss/train", 1 / (step + 1), step)
        writer.add_scalars("curves", {"a": 1.0, "b": 2.0}, 3)
        writer.add_histogram("weights", np.arange(50.0), 1)
        writer.add_image("picture", np.zeros((3, 8, 8), dtype=np.uint8), 1)
        writer.add_text("remark", "a short remark", 1)
        writer.add_hparams({"lr": 0.1, "bsize": 64, "opt": "adam", "nesterov": True},
                           {"hparam/accuracy": 0.75, "hparam/loss": 1.25}, name="hp")


def as_json(value):
    value = float(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def number(proto):
    """The one number of a tensor. TensorBoard's make_ndarray leaves unsigned 32 and 64 bits out."""
    unsigned = {types_pb2.DT_UINT32: (np.uint32, proto.uint32_val),
                types_pb2.DT_UINT64: (np.uint64, proto.uint64_val)}
    if proto.dtype not in unsigned:
        return tensor_util.make_ndarray(proto).item()
    dtype, listed = unsigned[proto.dtype]
    return np.frombuffer(proto.tensor_content, dtype).item() if proto.tensor_content else listed[0]


def hparam_value(value):
    kind = value.WhichOneof("kind")
    if kind == "number_value":
        return value.number_value
    return getattr(value, kind) if kind else None


def dump(folder):
    accumulator = event_accumulator.EventAccumulator(
        folder, size_guidance={event_accumulator.SCALARS: 0, event_accumulator.TENSORS: 0}
    )
    accumulator.Reload()
    tags = accumulator.Tags()
    series = {}
    for tag in tags["scalars"]:
        series[tag] = [[e.step, e.wall_time, as_json(e.value)] for e in accumulator.Scalars(tag)]
    strings = {}
    for tag in tags["tensors"]:
        plugin = accumulator.SummaryMetadata(tag).plugin_data.plugin_name
        events = accumulator.Tensors(tag)
        if plugin == "scalars":
            series[tag] = [
                [e.step, e.wall_time, as_json(number(e.tensor_proto))] for e in events
            ]
        elif plugin == "text":
            strings[tag] = tensor_util.make_ndarray(events[-1].tensor_proto).reshape(-1)[0].decode()
    hparams, end = {}, None
    try:
        contents = accumulator.PluginTagToContent("hparams")
    except KeyError:  # no tag of this plugin
        contents = {}
    for content in contents.values():
        data = plugin_data_pb2.HParamsPluginData.FromString(content)
        if data.HasField("session_start_info"):
            hparams = {k: hparam_value(v) for k, v in data.session_start_info.hparams.items()}
        if data.HasField("session_end_info"):
            end = {"status": data.session_end_info.status, "time": data.session_end_info.end_time_secs}
    return {"series": series, "texts": strings, "hparams": hparams, "end": end,
            "first": accumulator.FirstEventTimestamp()}


def main(folder):
    losses(folder)  # event files in the log dir itself
    every_type(os.path.join(folder, "types"))
    special_values(os.path.join(folder, "special"))
    restart(os.path.join(folder, "restart"))
    keras_like(os.path.join(folder, "keras"))
    texts(os.path.join(folder, "texts"))
    pytorch_like(os.path.join(folder, "deep", "er", "torch"))
    runs = {}
    for path, _, files in os.walk(folder):
        if any("tfevents" in name for name in files):
            runs[os.path.relpath(path, folder)] = dump(path)
    json.dump(runs, sys.stdout)


main(sys.argv[1])
