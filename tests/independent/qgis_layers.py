"""Opens every layer that `safepassage layers --client qgis` wrote in the real QGIS.

    qgis_layers.py PLAIN QGIS PICTURE

PLAIN: a folder of the same layers as GeoJSON. QGIS: the folder with layers.gpkg and the
styles. PICTURE: where a drawn map is put. Each layer is held against its GeoJSON: one
geometry type, column types, values, times; the temporal range that QGIS reads back, and
which features its temporal filter shows at each instant of change.
"""

import json
import os
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsDateTimeRange,
    QgsFeatureRequest,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsTemporalUtils,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDateTime, QSize, Qt, QVariant

FAR = datetime(9999, 1, 1, tzinfo=timezone.utc)


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def from_qt(value):
    if value is None or (isinstance(value, QVariant) and value.isNull()) or value.isNull():
        return None
    return datetime.fromtimestamp(value.toMSecsSinceEpoch() / 1000, tz=timezone.utc) if value.date().year() < 9999 else FAR


def to_qt(at):
    return QDateTime.fromMSecsSinceEpoch(int(at.timestamp() * 1000), Qt.UTC)


def expect(truth, words):
    if not truth:
        raise SystemExit(f"expected {words}")


def holds(properties, at):
    start, end = instant(properties.get("start")), instant(properties.get("end"))
    return (start is None or start <= at) and (end is None or at < end)


def check(name, geojson, folder):
    layer = QgsVectorLayer(f"{folder}/layers.gpkg|layername={name}", name, "ogr")
    expect(layer.isValid(), f"{name} to open")
    features = {one["properties"]["key"]: one for one in geojson["features"]}
    expect(layer.featureCount() == len(features), f"{len(features)} features of {name}, found {layer.featureCount()}")
    expect(layer.crs().authid() == "EPSG:4326", f"{name} in EPSG:4326")
    kinds = {QgsWkbTypes.geometryType(layer.wkbType())}
    expect(len(kinds) == 1 and layer.wkbType() != QgsWkbTypes.GeometryCollection, f"one geometry type in {name}")

    style, found = layer.loadNamedStyle(f"{folder}/{name}.qml")
    expect(found, f"the style of {name} to load: {style}")
    expect(layer.renderer().type() == "categorizedSymbol", f"symbols by class in {name}")
    classes = {category.value() for category in layer.renderer().categories()}
    fields = {field.name(): field for field in layer.fields()}
    timed = "start" in fields
    if timed:
        for end in ("start", "end"):
            expect(fields[end].type() == QVariant.DateTime, f"{name}.{end} to be a date-time")
    shown_at = set()
    for row in layer.getFeatures():
        source = features[row["key"]]
        properties = source["properties"]
        expect(row["style"] in classes, f"a symbol for {row['style']} in {name}")
        if timed:
            start, end = from_qt(row["start"]), from_qt(row["end"])
            expect(start == instant(properties["start"]), f"{row['key']} to start {properties['start']}, found {start}")
            wanted = instant(properties["end"]) or (FAR if properties["start"] else None)
            expect(end == wanted, f"{row['key']} to end {wanted}, found {end}")
            shown_at |= {at for at in (instant(properties["start"]), instant(properties["end"])) if at}
        for key, value in properties.items():
            if key in ("start", "end"):
                continue
            ours = row[key]
            if isinstance(ours, QVariant) and ours.isNull():
                ours = None
            if isinstance(ours, QDateTime):
                ours, value = from_qt(ours), instant(value)
            expect(ours == value, f"{row['key']}.{key} to be {value!r}, found {ours!r}")
        if source["geometry"] is None:
            expect(not row.hasGeometry(), f"{row['key']} without a place")
        else:
            theirs = json.loads(row.geometry().asJson(9))
            expect(row.geometry().isGeosValid() or row.geometry().type() == 0, f"{row['key']} to be valid")
            expect(flat(theirs["coordinates"]) == flat(source["geometry"]["coordinates"]), f"the place of {row['key']}")

    if not timed:
        return layer, 0
    temporal = layer.temporalProperties()
    expect(temporal.isActive(), f"the temporal controller to be on for {name}")
    expect(temporal.startExpression() == 'to_datetime("start")' and temporal.endExpression() == 'to_datetime("end")', f"{name} to go by start and end")
    project = QgsProject()
    project.addMapLayer(layer)
    whole = QgsTemporalUtils.calculateTemporalRangeForProject(project)
    project.takeMapLayer(layer)
    starts = [instant(one["properties"]["start"]) for one in features.values() if one["properties"]["start"]]
    if starts:
        expect(from_qt(whole.begin()) == min(starts), f"{name} from {min(starts)}, found {whole.begin().toString()}")
    asked = 0
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    for at in sorted(shown_at):
        for now in (at - timedelta(seconds=1), at, at + timedelta(seconds=1)):
            expression = temporal.createFilterString(context, QgsDateTimeRange(to_qt(now), to_qt(now)))
            expect(expression, f"a filter for {name}")
            rows = layer.getFeatures(QgsFeatureRequest().setFilterExpression(expression))
            shown = {row["key"] for row in rows}
            wanted = {key for key, one in features.items() if holds(one["properties"], now)}
            expect(shown == wanted, f"at {now} {sorted(wanted)} of {name}, found {sorted(shown)} by {expression}")
            asked += 1
    return layer, asked


def flat(coordinates):
    if isinstance(coordinates, (int, float)):
        return [round(coordinates, 9)]
    return [number for one in coordinates for number in flat(one)]


def draw(layers, picture):
    settings = QgsMapSettings()
    order = {2: 2, 1: 1, 0: 0}
    settings.setLayers(sorted(layers, key=lambda layer: order[layer.geometryType()]))
    settings.setOutputSize(QSize(1200, 900))
    settings.setDestinationCrs(layers[0].crs())
    extent = settings.fullExtent()
    extent.scale(1.05)
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    colours = {image.pixel(x, y) for x in range(0, 1200, 7) for y in range(0, 900, 7)}
    expect(len(colours) > 10, "a map with more than ten colours")
    expect(image.save(picture), f"{picture} to be written")


def main():
    plain, folder, picture = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    app = QgsApplication([], False)
    app.initQgis()
    layers, asked = [], 0
    for path in sorted(plain.glob("*.geojson")):
        layer, times = check(path.stem, json.loads(path.read_text(encoding="utf-8")), folder)
        layers.append(layer)
        asked += times
    expect(layers and asked > 10, "layers and instants")
    draw(layers, picture)
    print(f"QGIS: {len(layers)} layers as in their GeoJSON, {asked} instants filtered as they should be")
    # Its own clean-up at the end of an interpreter crashes now and then.
    sys.stdout.flush()
    os._exit(0)


main()
