using Cln.Events;

namespace Cln.Registration;

/// <summary>Moves a registration on when its deposit is on the balance, also when the gateway took its time, or the host died before it could note the answer.</summary>
internal sealed class DepositArrives(RegistrationsByToken registrations, DepositPayment payment) : IHandleLatest<BalanceChanged>
{
    public async Task HandleAsync(BalanceChanged happened, CancellationToken cancellation)
    {
        var registration = await registrations.LockAsync(row => row.ResellerId == happened.ResellerId && row.Step == RegistrationStep.Payment, cancellation);
        if (registration is not null && happened.Amount >= registration.Deposit) await payment.ArriveAsync(registration, cancellation);
    }
}
