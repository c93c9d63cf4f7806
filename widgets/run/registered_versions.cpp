#include "widgets/run/registered_versions.h"

#include "models/registry_rows.h"
#include "models/relative_time.h"
#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>

#include <algorithm>

namespace binnacle {

namespace {
constexpr std::size_t mostShown = 30, mostPills = 3;
}

RegisteredVersions::RegisteredVersions(const std::vector<VersionDetail>& versions, bool canRegister,
                                       QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("registeredVersions"));
    setAccessibleName(tr("Registered versions"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto* head = new QHBoxLayout;
    head->addWidget(new SectionLabel(tr("Registered versions"), this), 1);
    if (canRegister) {
        auto* one = makeButton(tr("Register…"), {}, ButtonRole::Link, this);
        one->setObjectName(QStringLiteral("registerRun"));
        one->setAccessibleName(tr("Register a model of this run"));
        connect(one, &QPushButton::clicked, this, &RegisteredVersions::registerRequested);
        head->addWidget(one);
    }
    column->addLayout(head);
    for (std::size_t i = 0; i < std::min(versions.size(), mostShown); ++i)
        addRow(versions[i]);
    if (versions.size() > mostShown)
        column->addWidget(new TextLabel(tr("and %1 more").arg(versions.size() - mostShown),
                                        TextRole::Muted, this));
    if (versions.empty())
        column->addWidget(new TextLabel(tr("None yet"), TextRole::Muted, this));
}

void RegisteredVersions::addRow(const VersionDetail& detail)
{
    const ModelVersion& version = detail.version;
    const QString name = QString::fromStdString(version.model);
    const QString number = QString::fromStdString(version.version);
    auto* row = new QWidget(this);
    auto* link = makeButton(versionText(version.version), {}, ButtonRole::Link, row);
    link->setObjectName(QStringLiteral("version:%1/%2").arg(name, number));
    link->setAccessibleName(tr("Open %1 version %2").arg(name, number));
    link->setToolTip(tr("Opens the version"));
    auto* model = new ElidedLabel(name, TextRole::Normal, row);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(spacing::xs);
    line->addWidget(link);
    line->addWidget(model, 1);
    for (std::size_t i = 0; i < std::min(detail.aliases.size(), mostPills); ++i) {
        auto* pill = new Pill(row);
        pill->setState(QString::fromStdString(detail.aliases[i].alias.name), Tone::Accent);
        pill->setToolTip(sinceDetail(detail.aliases[i]));
        line->addWidget(pill);
    }
    if (detail.aliases.size() > mostPills)
        line->addWidget(new TextLabel(QStringLiteral("+%1").arg(detail.aliases.size() - mostPills),
                                      TextRole::Muted, row));
    row->setToolTip(
        tr("%1, as of %2")
            .arg(QString::fromStdString(detail.sourceName), relativeTime(detail.confirmedAt)));
    connect(link, &QPushButton::clicked, this,
            [this, model = detail.modelRow, number] { emit versionRequested(model, number); });
    layout()->addWidget(row);
}

} // namespace binnacle
