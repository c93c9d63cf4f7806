#include "app/binnacle/settings_page.h"

#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace binnacle {

namespace {

constexpr int columnWidth = 640;

// A row of a card: what it is and a word about it on the left, the control on the right.
void addRow(QVBoxLayout* column, const QString& title, const QString& about, QWidget* control)
{
    if (column->count() > 0)
        column->addWidget(new Line(Qt::Horizontal));
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::l);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(new TextLabel(title, TextRole::Normal));
    auto* small = new TextLabel(about, TextRole::Muted);
    small->setWordWrap(true);
    small->setTextFormat(Qt::PlainText);
    small->setTextInteractionFlags(Qt::TextSelectableByMouse);
    words->addWidget(small);
    row->addLayout(words, 1);
    row->addWidget(control, 0, Qt::AlignVCenter);
    column->addLayout(row);
}

} // namespace

SettingsPage::SettingsPage(ThemeChoice theme, const QString& workspaceFile, QWidget* parent)
    : Page(parent), theme_(new QComboBox(this)), workspaceFile_(workspaceFile)
{
    setObjectName(QStringLiteral("settingsPage"));
    theme_->setObjectName(QStringLiteral("themeChoice"));
    theme_->setAccessibleName(tr("Theme"));
    theme_->addItem(tr("As the system"), static_cast<int>(ThemeChoice::System));
    theme_->addItem(tr("Light"), static_cast<int>(ThemeChoice::Light));
    theme_->addItem(tr("Dark"), static_cast<int>(ThemeChoice::Dark));
    theme_->setMinimumWidth(150);
    setTheme(theme);
    auto* sources = makeButton(tr("Manage sources…"), QStringLiteral("database"));
    sources->setObjectName(QStringLiteral("settingsSources"));
    auto* shortcuts = makeButton(tr("Show shortcuts"), QStringLiteral("keyboard"));
    shortcuts->setObjectName(QStringLiteral("settingsShortcuts"));

    auto* card = new Card(this);
    card->setMaximumWidth(columnWidth);
    auto* rows = new QVBoxLayout(card);
    rows->setContentsMargins(spacing::l, spacing::l, spacing::l, spacing::l);
    rows->setSpacing(spacing::m);
    addRow(rows, tr("Theme"), tr("Light, dark, or what the desktop says."), theme_);
    addRow(rows, tr("Sources"), tr("Tracking stores mirrored here, and edits that wait for them."),
           sources);
    addRow(rows, tr("Keyboard"), tr("Everything can be done without a mouse."), shortcuts);
    addRow(rows, tr("Workspace"), workspaceFile_, new QWidget);

    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(spacing::l, spacing::l, spacing::l, spacing::l);
    page->addWidget(card);
    page->addStretch();

    connect(theme_, &QComboBox::activated, this,
            [this] { emit themeChosen(static_cast<ThemeChoice>(theme_->currentData().toInt())); });
    connect(sources, &QPushButton::clicked, this, &SettingsPage::sourcesRequested);
    connect(shortcuts, &QPushButton::clicked, this, &SettingsPage::shortcutsRequested);
}

QString SettingsPage::title() const
{
    return tr("Settings");
}

QString SettingsPage::iconName() const
{
    return QStringLiteral("settings");
}

QString SettingsPage::contextLine() const
{
    return tr("of this window");
}

void SettingsPage::setTheme(ThemeChoice choice)
{
    theme_->setCurrentIndex(theme_->findData(static_cast<int>(choice)));
}

} // namespace binnacle
