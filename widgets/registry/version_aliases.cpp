#include "widgets/registry/version_aliases.h"

#include "models/registry_rows.h"
#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QGridLayout>

namespace binnacle {

namespace {
constexpr int removeSize = 24;
}

VersionAliases::VersionAliases(QWidget* parent)
    : QWidget(parent)
    , rows_(new QWidget(this))
    , add_(makeButton(tr("Set an alias…"), {}, ButtonRole::Link, this))
{
    setObjectName(QStringLiteral("versionAliases"));
    add_->setObjectName(QStringLiteral("aliasAdd"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(rows_);
    column->addWidget(add_, 0, Qt::AlignLeft);
    connect(add_, &QPushButton::clicked, this, &VersionAliases::wanted);
}

void VersionAliases::setAliases(const std::vector<AliasState>& aliases, bool editable)
{
    auto* rows = new QWidget(this);
    auto* grid = new QGridLayout(rows);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(spacing::s);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const auto& state : aliases)
        addRow(grid, row++, state, editable);
    if (aliases.empty())
        grid->addWidget(new TextLabel(tr("It holds none"), TextRole::Muted, rows), 0, 0);
    delete layout()->replaceWidget(rows_, rows);
    rows_->hide();
    rows_->deleteLater(); // one of its buttons may have been pressed
    rows_ = rows;
    add_->setVisible(editable);
}

void VersionAliases::addRow(QGridLayout* grid, int row, const AliasState& state, bool editable)
{
    auto* parent = grid->parentWidget();
    const QString alias = QString::fromStdString(state.alias.name);
    auto* pill = new Pill(parent);
    pill->setState(alias, Tone::Accent);
    QString when = sinceText(state, QDateTime::currentMSecsSinceEpoch());
    if (!state.actor.empty())
        when += tr(", by %1").arg(QString::fromStdString(state.actor));
    auto* label = new ElidedLabel(when, TextRole::Muted, parent);
    label->setObjectName(QStringLiteral("aliasSince:") + alias);
    label->setToolTip(sinceDetail(state));
    grid->addWidget(pill, row, 0, Qt::AlignLeft);
    grid->addWidget(label, row, 1);
    if (!editable)
        return;
    auto* remove = makeButton({}, QStringLiteral("x"), ButtonRole::Quiet, parent);
    remove->setObjectName(QStringLiteral("removeAlias:") + alias);
    remove->setFixedSize(removeSize, removeSize);
    remove->setStyleSheet(QStringLiteral("padding: 0"));
    remove->setIconSize({13, 13});
    remove->setToolTip(tr("Take the alias %1 away").arg(alias));
    remove->setAccessibleName(remove->toolTip());
    connect(remove, &QPushButton::clicked, this, [this, alias] { emit removed(alias); });
    grid->addWidget(remove, row, 2);
}

} // namespace binnacle
