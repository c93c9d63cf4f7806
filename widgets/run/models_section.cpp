#include "widgets/run/models_section.h"

#include "models/number_text.h"
#include "models/relative_time.h"
#include "services/async/deliver.h"
#include "widgets/common/buttons.h"
#include "widgets/common/fact_grid.h"
#include "widgets/common/labels.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"
#include "widgets/run/registered_versions.h"

#include <QBoxLayout>

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::size_t mostShown = 50;
constexpr qsizetype mostColumns = 40; // of a signature

bool sameModels(const std::vector<RunModel>& a, const std::vector<RunModel>& b)
{
    return std::ranges::equal(a, b, [](const RunModel& x, const RunModel& y) {
        return x.path == y.path && x.id == y.id && x.status == y.status &&
               x.metrics.size() == y.metrics.size();
    });
}

QString limited(QStringList lines)
{
    if (lines.size() > mostColumns) {
        const auto more = lines.size() - mostColumns;
        lines.resize(mostColumns);
        lines << ModelsSection::tr("and %1 more").arg(more);
    }
    return lines.join(QStringLiteral(", "));
}

} // namespace

ModelsSection::ModelsSection(WorkerPools& pools, BackendOf open, QWidget* parent)
    : QScrollArea(parent), pools_(pools), open_(std::move(open))
{
    setObjectName(QStringLiteral("modelsSection"));
    setAccessibleName(tr("Models"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

ModelsSection::~ModelsSection()
{
    if (reading_)
        reading_->request_stop();
}

void ModelsSection::setModels(SourceId source, const std::string& runId,
                              std::vector<RunModel> models)
{
    const bool same = source == source_ && runId == runId_;
    if (same && sameModels(models, models_))
        return;
    if (!same) {
        facts_.clear();
        wanted_.clear();
    }
    source_ = source;
    runId_ = runId;
    models_ = std::move(models);
    due_ = true;
    build();
    if (isVisible())
        readFacts();
}

void ModelsSection::setVersions(std::vector<VersionDetail> versions)
{
    const auto same =
        std::ranges::equal(versions, versions_, [](const VersionDetail& a, const VersionDetail& b) {
            return a.row == b.row && a.version == b.version && a.aliases == b.aliases;
        });
    versions_ = std::move(versions);
    if (!same)
        build();
}

void ModelsSection::showModel(const QString& name)
{
    wanted_ = name;
    markWanted();
}

void ModelsSection::markWanted()
{
    auto* card = findChild<Card*>(QStringLiteral("model:") + wanted_);
    if (wanted_.isEmpty() || !card)
        return;
    card->setStyleSheet(QStringLiteral("QFrame[card=\"true\"] { border-color: %1; }")
                            .arg(Theme::current().accent.name()));
    widget()->layout()->activate();
    widget()->adjustSize();
    ensureWidgetVisible(card, 0, spacing::l);
}

QWidget* ModelsSection::makeVersions()
{
    auto* card = new Card(this);
    auto* list = new RegisteredVersions(versions_, !models_.empty(), card);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(spacing::l, spacing::m, spacing::l, spacing::m);
    column->addWidget(list);
    connect(list, &RegisteredVersions::versionRequested, this, &ModelsSection::versionRequested);
    connect(list, &RegisteredVersions::registerRequested, this,
            [this] { emit registerRequested({}); });
    return card;
}

void ModelsSection::showEvent(QShowEvent* event)
{
    QScrollArea::showEvent(event);
    if (due_)
        readFacts();
}

void ModelsSection::build()
{
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, spacing::m, spacing::s, spacing::m);
    column->setSpacing(spacing::m);
    if (!versions_.empty())
        column->addWidget(makeVersions());
    for (std::size_t i = 0; i < std::min(models_.size(), mostShown); ++i)
        column->addWidget(makeCard(i));
    if (models_.size() > mostShown)
        column->addWidget(new TextLabel(tr("and %1 more").arg(models_.size() - mostShown),
                                        TextRole::Muted, content));
    if (models_.empty())
        column->addWidget(new TextLabel(tr("This run logged no model."), TextRole::Muted, content));
    column->addStretch(1);
    if (auto* before = takeWidget())
        before->deleteLater(); // one of its buttons may have been pressed
    setWidget(content);
    markWanted();
}

QWidget* ModelsSection::makeCard(std::size_t index)
{
    const RunModel& model = models_[index];
    auto* card = new Card(this);
    card->setObjectName(QStringLiteral("model:") + model.name);
    auto* title = new ElidedLabel(model.name, TextRole::Normal, card);
    title->setFont(titleFont());
    auto* head = new QHBoxLayout;
    head->addWidget(title, 1);
    if (!model.status.isEmpty()) {
        auto* pill = new Pill(card);
        pill->setState(model.status == u"READY" ? tr("Ready") : model.status.toLower(),
                       model.status == u"READY" ? Tone::Good : Tone::Warning);
        head->addWidget(pill);
    }
    auto* one = makeButton(tr("Register…"), {}, ButtonRole::Secondary, card);
    one->setObjectName(QStringLiteral("register:") + model.name);
    one->setAccessibleName(tr("Register %1").arg(model.name));
    connect(one, &QPushButton::clicked, this,
            [this, path = QString::fromStdString(model.path)] { emit registerRequested(path); });
    head->addWidget(one);
    auto* grid = new FactGrid(card);
    grid->addCopied(tr("Model id"), model.id, "copyModelId");
    grid->add(tr("Type"), model.type);
    if (model.created)
        grid->add(tr("Created"), QStringLiteral("%1 (%2)").arg(exactTime(*model.created),
                                                               relativeTime(*model.created)));
    QStringList metrics;
    for (const auto& metric : model.metrics)
        metrics << QStringLiteral("%1 = %2").arg(QString::fromStdString(metric.key),
                                                 numberText(metric.point.value));
    grid->add(tr("Metrics"), limited(metrics));
    const auto facts = facts_.find(model.path);
    if (facts == facts_.end())
        grid->add(tr("Flavors"), open_ ? tr("reading…") : QString());
    else if (facts->second)
        addFacts(grid, *facts->second);
    else
        grid->add(tr("MLmodel"), facts->second.error().message);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(spacing::l, spacing::m, spacing::l, spacing::m);
    column->setSpacing(spacing::s);
    column->addLayout(head);
    column->addWidget(grid);
    return card;
}

void ModelsSection::addFacts(FactGrid* grid, const ModelFacts& facts)
{
    grid->add(tr("Flavors"), facts.flavors.join(QStringLiteral(", ")));
    grid->add(tr("Inputs"), limited(facts.inputs));
    grid->add(tr("Outputs"), limited(facts.outputs));
    grid->add(tr("Params"), limited(facts.params));
    if (facts.inputs.isEmpty() && facts.outputs.isEmpty())
        grid->add(tr("Signature"), tr("none was logged"));
    grid->add(tr("Python"), facts.pythonVersion);
    grid->add(tr("MLflow"), facts.mlflowVersion);
    grid->add(tr("Size"), facts.size);
}

void ModelsSection::readFacts()
{
    due_ = false;
    if (!open_ || models_.empty())
        return;
    if (reading_)
        reading_->request_stop();
    reading_ = std::make_shared<std::stop_source>();
    std::vector<std::string> paths;
    for (std::size_t i = 0; i < std::min(models_.size(), mostShown); ++i)
        if (!facts_.contains(models_[i].path))
            paths.push_back(models_[i].path);
    using Facts = std::map<std::string, Result<ModelFacts>>;
    deliver(
        onPool(&pools_.jobs,
               [open = open_, source = source_, run = runId_, paths, stop = reading_->get_token()] {
                   Facts found;
                   for (const auto& path : paths) {
                       if (stop.stop_requested())
                           break;
                       found.emplace(path,
                                     readModelFacts([&] { return open(source); }, run, path, stop));
                   }
                   return found;
               }),
        this, [this, turn = reading_](Facts found) {
            if (turn != reading_)
                return;
            facts_.merge(found);
            build();
        });
}

} // namespace binnacle
