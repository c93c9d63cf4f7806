#include "widgets/run/run_overview.h"

#include "models/number_text.h"
#include "models/relative_time.h"
#include "models/run_models.h"
#include "widgets/common/fact_grid.h"
#include "widgets/common/labels.h"
#include "widgets/common/tag_list.h"
#include "widgets/common/theme.h"
#include "widgets/run/inspector_lists.h"
#include "widgets/run/note_card.h"
#include "widgets/run/registered_versions.h"
#include "widgets/run/run_edits.h"

#include <QBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QResizeEvent>

namespace binnacle {

namespace {

constexpr int roomForTwo = 760; // px: two columns

QString shown(const std::string& text)
{
    return QString::fromStdString(text);
}

QString tagText(const Run& run, std::string_view key)
{
    const auto* value = findValue(run.tags, key);
    return value ? shown(*value) : QString();
}

// "local, wine.csv" of a source that MLflow writes as JSON.
QString sourceText(const DatasetInput& dataset)
{
    const QJsonObject object =
        QJsonDocument::fromJson(QByteArray::fromStdString(dataset.source)).object();
    QString place = shown(dataset.source);
    for (const auto* key : {"uri", "url", "path", "table"}) {
        if (object.contains(QLatin1String(key))) {
            place = object[QLatin1String(key)].toString();
            break;
        }
    }
    if (!object.isEmpty() && place == shown(dataset.source))
        place.clear(); // code and tags: nothing that names a place
    return place.isEmpty() ? shown(dataset.sourceType) : place;
}

// "178 rows, 13 columns" of its profile and schema, where they say.
QString sizeText(const DatasetInput& dataset)
{
    const QJsonObject profile =
        QJsonDocument::fromJson(QByteArray::fromStdString(dataset.profile)).object();
    const auto rows = profile[u"num_rows"].toInteger(-1);
    return rows < 0 ? QString() : RunOverview::tr("%1 rows").arg(countText(rows));
}

} // namespace

RunOverview::RunOverview(RunEdits& edits, QWidget* parent)
    : QScrollArea(parent)
    , edits_(edits)
    , facts_(new QWidget(this))
    , code_(new QWidget(this))
    , datasets_(new QWidget(this))
    , conflicts_(new QWidget(this))
    , registered_(new QWidget(this))
    , note_(new NoteCard(this))
    , tags_(new TagList(this))
    , params_(new RunValuesModel(this))
{
    setObjectName(QStringLiteral("runOverview"));
    setAccessibleName(tr("Overview"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget(this);
    auto* whole = new QVBoxLayout(content);
    whole->setContentsMargins(0, spacing::m, spacing::s, spacing::m);
    whole->setSpacing(spacing::m);
    whole->addWidget(conflicts_);
    columns_ = new QBoxLayout(QBoxLayout::LeftToRight);
    columns_->setSpacing(spacing::m);
    left_ = new QVBoxLayout;
    right_ = new QVBoxLayout;
    for (QBoxLayout* column : {left_, right_}) {
        column->setSpacing(spacing::m);
        columns_->addLayout(column, 1);
    }
    left_->addWidget(makeCard(tr("Overview"), facts_));
    left_->addWidget(makeCard(tr("Code version"), code_));
    datasetsCard_ = makeCard(tr("Dataset inputs"), datasets_);
    left_->addWidget(datasetsCard_);
    registeredCard_ = makeCard({}, registered_);
    left_->addWidget(registeredCard_);
    left_->addWidget(makeTags());
    left_->addStretch(1);
    right_->addWidget(note_, 1);
    right_->addWidget(makeParams(), 2);
    whole->addLayout(columns_, 1);
    setWidget(content);
    connect(note_, &NoteCard::saved, this,
            [this](const QString& text) { edits_.setNote(run_, text); });
}

Card* RunOverview::makeCard(const QString& title, QWidget* content)
{
    auto* card = new Card(this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(spacing::l, spacing::m, spacing::l, spacing::m);
    column->setSpacing(spacing::s);
    if (!title.isEmpty())
        column->addWidget(new SectionLabel(title, card));
    column->addWidget(content);
    return card;
}

QWidget* RunOverview::makeTags()
{
    connect(tags_, &TagList::tagSet, this,
            [this](const QString& key, const QString& value) { edits_.setTag(run_, key, value); });
    connect(tags_, &TagList::tagRemoved, this,
            [this](const QString& key) { edits_.removeTag(run_, key); });
    return makeCard(tr("Tags"), tags_);
}

QWidget* RunOverview::makeParams()
{
    auto* table =
        makeSearchedTable(params_, tr("Search params"), QStringLiteral("pageParams"), this);
    table->layout()->setContentsMargins(0, 0, 0, 0);
    table->setMinimumHeight(260);
    return makeCard(tr("Params"), table);
}

void RunOverview::setPrompts(Prompts* prompts)
{
    note_->setPrompts(prompts);
}

void RunOverview::replace(QWidget*& slot, QWidget* fresh)
{
    delete slot->parentWidget()->layout()->replaceWidget(slot, fresh);
    slot->hide();
    slot->deleteLater(); // one of its buttons may have been pressed
    slot = fresh;
}

QWidget* RunOverview::facts(const RunPageData& known)
{
    const RunDetail& detail = known.details.detail;
    const Run& run = detail.run;
    auto* grid = new FactGrid(facts_->parentWidget());
    grid->addCopied(tr("Run id"), shown(run.id), "copyRunId");
    grid->add(tr("Source"), shown(detail.sourceName));
    grid->add(tr("Experiment"), shown(detail.experimentName));
    grid->addCopied(tr("Experiment id"), shown(run.experimentId), "copyExperimentId");
    if (run.startTime)
        grid->add(tr("Started"), QStringLiteral("%1 (%2)").arg(exactTime(*run.startTime),
                                                               relativeTime(*run.startTime)));
    if (run.endTime)
        grid->add(tr("Ended"), exactTime(*run.endTime));
    if (run.startTime && run.endTime)
        grid->add(tr("Duration"), durationText(*run.endTime - *run.startTime));
    grid->add(tr("User"), shown(run.userId));
    grid->addCopied(tr("Artifacts"), shown(run.artifactUri), "copyArtifactUri");
    if (known.parent)
        grid->addLink(tr("Parent run"), shown(known.parentName), "openParent");
    else
        grid->add(tr("Parent run"), tagText(run, tags::parentRunId), true);
    if (detail.childRuns > 0)
        grid->add(tr("Child runs"), countText(detail.childRuns));
    connect(grid, &FactGrid::activated, this, [this] {
        if (parent_)
            emit runRequested(*parent_);
    });
    return grid;
}

QWidget* RunOverview::code(const Run& run)
{
    auto* grid = new FactGrid(code_->parentWidget());
    grid->addCopied(tr("Commit"), tagText(run, tags::gitCommit), "copyCommit");
    grid->add(tr("Branch"), tagText(run, "mlflow.source.git.branch"));
    grid->addCopied(tr("Repository"), tagText(run, "mlflow.source.git.repoURL"), "copyRepository");
    grid->add(tr("Uncommitted"), tagText(run, "mlflow.source.git.dirty"));
    grid->addCopied(tr("Script"), tagText(run, tags::sourceName), "copyScript");
    grid->add(tr("Entry point"), tagText(run, "mlflow.project.entryPoint"));
    grid->add(tr("Kind"), tagText(run, "mlflow.source.type").toLower());
    if (grid->rows() == 0)
        grid->add(tr("Unknown"), tr("The run does not say what code it ran."));
    return grid;
}

QWidget* RunOverview::datasets(const Run& run)
{
    auto* grid = new FactGrid(datasets_->parentWidget());
    for (const auto& dataset : run.datasets) {
        const QString context = dataset.context.empty() ? tr("input") : shown(dataset.context);
        auto* label = grid->add(context, shown(dataset.name));
        const QString size = sizeText(dataset);
        if (label && !size.isEmpty())
            label->setToolTip(size);
        grid->addCopied(tr("Digest"), shown(dataset.digest), "copyDigest");
        grid->add(tr("Source"), sourceText(dataset), true);
        grid->add(tr("Size"), size);
    }
    return grid;
}

void RunOverview::show(const RunPageData& known, const TrackingCapabilities& can, bool sameRun)
{
    const RunDetails& details = known.details;
    const Run& run = details.detail.run;
    run_ = details.detail.row;
    parent_ = known.parent;
    replace(facts_, facts(known));
    replace(code_, code(run));
    replace(datasets_, datasets(run));
    datasetsCard_->setVisible(!run.datasets.empty());
    showRegistered(details);
    replace(conflicts_, makeConflicts(details, &edits_, conflicts_->parentWidget()));
    std::vector<std::string> pending;
    pending.reserve(details.edits.size());
    for (const auto& edit : details.edits)
        pending.push_back(edit.key);
    tags_->setTags(run.tags, can.editTags, pending);
    params_->setValues(run.params);
    note_->setNote(tagText(run, tags::note), can.editTags, sameRun);
}

void RunOverview::showRegistered(const RunDetails& details)
{
    const bool hasModel = !modelsOf(details.detail.run, details.models).empty();
    auto* fresh = new RegisteredVersions(details.versions, hasModel, registered_->parentWidget());
    connect(fresh, &RegisteredVersions::versionRequested, this, &RunOverview::versionRequested);
    connect(fresh, &RegisteredVersions::registerRequested, this, &RunOverview::registerRequested);
    replace(registered_, fresh);
    registeredCard_->setVisible(hasModel || !details.versions.empty());
}

void RunOverview::showDatasets()
{
    ensureWidgetVisible(datasetsCard_, 0, spacing::l);
}

void RunOverview::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    columns_->setDirection(event->size().width() >= roomForTwo ? QBoxLayout::LeftToRight
                                                               : QBoxLayout::TopToBottom);
}

} // namespace binnacle
